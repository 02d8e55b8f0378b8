import { randomInt } from 'node:crypto'
import { Hono } from 'hono'
import { html } from 'hono/html'
import { type Account, checkPassword, findAccount } from '../accounts.ts'
import { awaitsCode, sendCode, takeCode } from '../codes.ts'
import { confirmationPages } from '../confirmation.ts'
import type { Core } from '../core.ts'
import { fill, inLanguage } from '../languages.ts'
import { begin, findOperation, type Operation } from '../operations.ts'
import { Refusal } from '../refusal.ts'
import { settingsOf } from '../settings.ts'
import { captchaPicture } from '../view/captcha.ts'
import { enumUri, qrCode, validUntil } from '../view/challenge.ts'
import { csrfField, type Piece, page, sentence } from '../view/layout.ts'
import { type Env, logIn, logOut, type Page, readForm, type Visit } from '../visit.ts'
import { common } from '../words/common.ts'
import { entry } from '../words/entry.ts'

const words = (visit: Visit) => ({
  ...inLanguage(common, visit.language),
  ...inLanguage(entry, visit.language),
})

/** Only paths of this Keeper are followed after a log-in. */
const localPath = (text: string | undefined): string =>
  text !== undefined && /^\/(?![/\\])[\w./?=&-]*$/.test(text) ? text : '/light/'

const loginPage = (visit: Visit, title: string, body: Piece): Piece =>
  page(visit, { section: 'login', product: 'Login', title, body: html`<div class="card door">${body}</div>` })

/** A refusal where the real log-in pages show theirs. */
const globalError = (visit: Visit, refusal: Refusal | undefined): Piece =>
  refusal === undefined
    ? ''
    : html`<div class="login-global-error" role="alert" data-reason="${refusal.code}">${sentence(visit, refusal)}</div>`

function passwordPage(
  visit: Visit,
  form: { login: string; to: string; captcha: string | undefined },
  refusal?: Refusal,
): Piece {
  const t = words(visit)
  return loginPage(
    visit,
    t.loginTitle,
    html`<h1>${t.loginTitle}</h1>${globalError(visit, refusal)}
<form method="post" action="/login">${csrfField(visit)}<input type="hidden" name="to" value="${form.to}">
<label class="field"><span>${t.login}</span><input name="Login" value="${form.login}" required autocomplete="username"></label>
<label class="field"><span>${t.password}</span><input name="Password" type="password" required autocomplete="current-password"></label>
${
  form.captcha === undefined
    ? ''
    : html`<label class="field"><span>${t.captcha}</span>${captchaPicture(form.captcha, t.captchaAlt)}
<input name="Captcha" type="text" maxlength="5" required autocomplete="off" inputmode="numeric"></label>`
}
<p class="actions"><button class="wide">${t.signIn}</button></p></form>
<p class="or"><a class="button soft wide" href="/login/Enum?to=${form.to}">${t.loginByEnum}</a></p>
<p class="muted"><a href="/register">${t.noAccount}</a></p>`,
  )
}

/** A telephone number as a stranger may see it. */
const hiddenPhone = (phone: string): string => phone.replace(/\d(?=(?:\D*\d){2})/g, '•')

function methodsPage(visit: Visit, operation: Operation, account: Account): Piece {
  const t = words(visit)
  const option = (command: string, name: string, what: string, extra: Piece = '') =>
    html`<li class="auth-option"><form method="post" action="/login/Factor2">${csrfField(visit)}
<input type="hidden" name="Flow" value="${operation.id}"><input type="hidden" name="Command" value="${command}">${extra}
<b>${name}</b><span class="what">${what}</span><button type="submit" aria-label="${t.select}: ${name}">${t.select}</button></form></li>`
  return loginPage(
    visit,
    t.factorTitle,
    html`<h1>${t.factorTitle}</h1><p class="muted">${t.factorLead}</p>
<ul class="auth-options">
${option('Sms', 'SMS', fill(t.factorSms, { phone: hiddenPhone(account.phone) }))}
${option('Call', t.callName, t.factorCall)}
${option('Enum', 'E-NUM', t.factorEnum, html`<input type="hidden" name="EnumId" value="${account.email}">`)}
</ul>`,
  )
}

function enumIdPage(visit: Visit, form: { enumId: string; to: string }, refusal?: Refusal): Piece {
  const t = words(visit)
  return loginPage(
    visit,
    t.enumLoginTitle,
    html`<h1>${t.enumLoginTitle}</h1><p class="muted">${t.enumLoginLead}</p>
<form method="post" action="/login/Enum">${csrfField(visit)}<input type="hidden" name="to" value="${form.to}">
<label class="field"><span>${t.email}</span><input name="EnumId" type="email" value="${form.enumId}" required autocomplete="username"></label>
${refusal === undefined ? '' : html`<span class="field-validation-error" role="alert" data-reason="${refusal.code}">${sentence(visit, refusal)}</span>`}
<p class="actions"><button class="wide">${t.continue}</button></p></form>
<p class="muted"><a href="/login">${t.back}</a></p>`,
  )
}

function enumPage(visit: Visit, operation: Operation, account: Account, refusal?: Refusal): Piece {
  const t = words(visit)
  const challenge = operation.challenge?.digits ?? ''
  return loginPage(
    visit,
    t.enumLoginTitle,
    html`<h1>E-NUM</h1>${globalError(visit, refusal)}
<form method="post" action="/login/Enum/${operation.id}" class="enum-step">${csrfField(visit)}
<input type="hidden" name="EnumId" value="${account.email}"><input type="hidden" name="Challenge" value="${challenge}">
<p class="muted">${t.howAuthorization}</p>
<div class="ask"><div class="editor-label">${t.checkDigit}<b class="challenge">${challenge}</b></div>
${qrCode(enumUri(operation), t.qrAlt)}</div>
${validUntil(visit, operation)}
<div class="editor-field field"><label for="Answer">${t.responseDigits}</label>
<input id="Answer" class="answer" name="Answer" type="text" maxlength="7" required autocomplete="off" inputmode="numeric">
${refusal === undefined ? '' : html`<span class="field-validation-error">${sentence(visit, refusal)}</span>`}</div>
<p class="actions"><button class="wide">${t.signIn}</button></p></form>
<form class="renew" method="post" action="/login/Enum/${operation.id}">${csrfField(visit)}<button class="link" name="renew" value="1">${t.newChallenge}</button></form>`,
  )
}

function codePage(
  visit: Visit,
  operation: Operation,
  account: Account,
  step: { kind: 'sms' | 'call'; code: string | undefined },
  refusal?: Refusal,
): Piece {
  const t = words(visit)
  const sms = step.kind === 'sms'
  const session = String(randomInt(10_000, 100_000))
  const phone = hiddenPhone(account.phone)
  const title = sms ? t.smsTitle : t.callTitle
  return page(visit, {
    section: 'login',
    product: 'Login',
    title,
    body: html`<div class="pair"><div class="card door"><h1>${title}</h1>${globalError(visit, refusal)}
<form method="post" action="/login/${sms ? 'Sms' : 'Call'}/${operation.id}">${csrfField(visit)}
<input type="hidden" name="PhoneNumber" value="${account.phone}"><input type="hidden" name="Challenge" value="${session}">
<p class="muted">${fill(sms ? t.smsLead : t.callLead, { phone, session })}</p>
<label class="field"><span>${sms ? t.smsCode : t.callCode}</span>
<input class="answer" name="Answer" type="text" maxlength="${sms ? 5 : 4}" required autocomplete="one-time-code" inputmode="numeric"></label>
<p class="actions"><button class="wide">${t.signIn}</button></p></form></div>
${
  step.code === undefined
    ? ''
    : html`<aside class="phone" aria-label="${t.demoPhone}"><p class="caption">${t.demoPhone}</p>
<div class="bubble">${sms ? fill(t.smsText, { code: step.code }) : html`<b>${t.callFrom}</b><br>+84 28 3820 ${step.code}`}</div></aside>`
}</div>`,
  })
}

/** Registration is elsewhere; here is every way in, and out. */
export function login(core: Core): Hono<Env> {
  const app = new Hono<Env>()
  const who = (c: Page) => ({ session: c.var.visit.session })

  const ownerOf = async (operation: Operation): Promise<Account> => {
    const account = await findAccount(core.store, operation.wmid)
    if (account === undefined || operation.task.kind !== 'login') throw new Refusal('unknown')
    return account
  }

  const beginLogin = (c: Page, account: Account, to: string) =>
    begin(core, {
      wmid: account.wmid,
      session: c.var.visit.session,
      section: 'login',
      mode: 'authorization',
      task: { kind: 'login', to },
    })

  const enter = async (c: Page, operation: Operation): Promise<Response> => {
    await logIn(core, c, operation.wmid)
    return c.redirect(operation.task.kind === 'login' ? localPath(operation.task.to) : '/light/', 303)
  }

  const captchaOf = (visit: Visit): string => `captcha:${visit.session}`
  const drawCaptcha = ({ var: { visit } }: Page): Promise<string> =>
    sendCode(core, { id: captchaOf(visit), wmid: '', session: visit.session, kind: 'captcha' })

  app.get('/login', async (c) => {
    const { visit } = c.var
    const captcha = (await awaitsCode(core, captchaOf(visit))) ? await drawCaptcha(c) : undefined
    return c.html(passwordPage(visit, { login: '', to: localPath(c.req.query('to')), captcha }))
  })

  app.post('/login', async (c) => {
    const form = await readForm(c)
    const { visit } = c.var
    const to = localPath(form.to)
    try {
      // once a password was wrong, this browser has to read a picture as well
      if (await awaitsCode(core, captchaOf(visit))) {
        await takeCode(core, captchaOf(visit), visit.session, form.Captcha ?? '').catch((error: unknown) => {
          throw error instanceof Refusal ? new Refusal('code-wrong') : error
        })
      }
      const account = await checkPassword(core, form.Login ?? '', form.Password ?? '')
      const settings = await settingsOf(core.store, account.wmid)
      if (!settings.confirmation || settings.keyState !== 'ready') {
        await logIn(core, c, account.wmid)
        return c.redirect(to, 303)
      }
      const operation = await beginLogin(c, account, to)
      return c.redirect(`/login/Factor2?flow=${operation.id}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const captcha = await drawCaptcha(c)
      return c.html(passwordPage(visit, { login: form.Login ?? '', to, captcha }, error), 422)
    }
  })

  app.get('/login/Factor2', async (c) => {
    const operation = await findOperation(core, c.req.query('flow') ?? '', who(c))
    return c.html(methodsPage(c.var.visit, operation, await ownerOf(operation)))
  })

  app.post('/login/Factor2', async (c) => {
    const form = await readForm(c)
    const operation = await findOperation(core, form.Flow ?? '', who(c))
    await ownerOf(operation)
    const step = ['Enum', 'Sms', 'Call'].find((name) => name === form.Command)
    if (step === undefined || operation.done) throw new Refusal('unknown')
    return c.redirect(`/login/${step}/${operation.id}`, 303)
  })

  app.get('/login/Enum', (c) =>
    c.html(enumIdPage(c.var.visit, { enumId: '', to: localPath(c.req.query('to')) })),
  )

  app.post('/login/Enum', async (c) => {
    const form = await readForm(c)
    const enumId = form.EnumId ?? ''
    const to = localPath(form.to)
    const account = enumId.includes('@') ? await findAccount(core.store, enumId) : undefined
    const settings = account === undefined ? undefined : await settingsOf(core.store, account.wmid)
    if (account === undefined || settings?.confirmation !== true || settings.keyState !== 'ready') {
      return c.html(enumIdPage(c.var.visit, { enumId, to }, new Refusal('enum-unknown')), 422)
    }
    const operation = await beginLogin(c, account, to)
    return c.redirect(`/login/Enum/${operation.id}`, 303)
  })

  confirmationPages(app, core, {
    base: '/login/Enum',
    answer: 'Answer',
    who,
    prompt: async (c, operation, refusal) =>
      enumPage(c.var.visit, operation, await ownerOf(operation), refusal),
    // a log-in that was used opens nothing when its page is opened again
    finish: (c, operation) => (c.req.method === 'POST' ? enter(c, operation) : c.redirect('/login', 303)),
  })

  for (const kind of ['sms', 'call'] as const) {
    const address = kind === 'sms' ? '/login/Sms/:operation' : '/login/Call/:operation'
    app.get(address, async (c) => {
      const operation = await findOperation(core, c.req.param('operation'), who(c))
      const account = await ownerOf(operation)
      if (operation.done) throw new Refusal('repeated')
      const { session } = c.var.visit
      const code = await sendCode(core, { id: operation.id, wmid: account.wmid, session, kind })
      return c.html(codePage(c.var.visit, operation, account, { kind, code }))
    })
    app.post(address, async (c) => {
      const form = await readForm(c)
      const operation = await findOperation(core, c.req.param('operation'), who(c))
      const account = await ownerOf(operation)
      try {
        await takeCode(core, operation.id, c.var.visit.session, form.Answer ?? '')
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        return c.html(codePage(c.var.visit, operation, account, { kind, code: undefined }, error), 422)
      }
      return enter(c, operation)
    })
  }

  app.post('/logout', async (c) => {
    await readForm(c)
    await logOut(core, c)
    return c.redirect('/', 303)
  })

  return app
}

/** Shown where a page wants somebody to be logged in. */
export const loginHref = (visit: Visit): string => `/login?to=${encodeURIComponent(localPath(visit.here))}`
