/**
 * WebPro as a single page: Preact with controlled inputs. What stands in a field is always what the state says;
 * a value that arrives without an `input` event is gone with the next rendering, as in any such application.
 */
import { render } from 'preact'
import { useState } from 'preact/hooks'
import * as v from 'valibot'
import { Checked } from './challenge.ts'
import { need, post } from './dom.ts'

const Words = v.record(v.string(), v.string())
const Started = v.union([
  v.object({
    ok: v.literal(true),
    operation: v.optional(v.string()),
    challenge: v.optional(v.string()),
    purse: v.string(),
    amount: v.string(),
    shown: v.string(),
    mode: v.picklist(['payment', 'authorization']),
  }),
  v.object({ ok: v.literal(false), reason: v.string(), message: v.string() }),
])
type Started = Extract<v.InferOutput<typeof Started>, { ok: true }>

const root = need<HTMLElement>('#app')
const words = v.parse(Words, JSON.parse(root.dataset.words ?? '{}'))
const word = (key: string): string => words[key] ?? key

interface FieldProps {
  id: string
  label: string
  value: string
  change: (value: string) => void
  numeric?: boolean
  longest?: number
}

const Field = ({ id, label, value, change, numeric, longest }: FieldProps) => (
  <label class="field" htmlFor={id}>
    <span>{label}</span>
    <input
      id={id}
      class={id === 'spa-answer' ? 'answer' : ''}
      value={value}
      inputMode={numeric === true ? 'numeric' : 'text'}
      autocomplete="off"
      {...(longest === undefined ? {} : { maxLength: longest })}
      onInput={(event) => change(event.currentTarget.value)}
    />
  </label>
)

const Problem = ({ text }: { text: string }) =>
  text === '' ? null : (
    <p class="notice bad" role="alert">
      {text}
    </p>
  )

const Form = ({ started }: { started: (operation: Started) => void }) => {
  const [to, setTo] = useState(root.dataset.to ?? '')
  const [amount, setAmount] = useState('25.00')
  const [mode, setMode] = useState('payment')
  const [problem, setProblem] = useState('')
  const send = async (event: Event) => {
    event.preventDefault()
    const result = v.parse(
      Started,
      await post('/light/transfer', { from: root.dataset.from ?? '', to, amount, mode, note: '' }),
    )
    if (result.ok) started(result)
    else setProblem(result.message)
  }
  return (
    <form class="card form" onSubmit={send}>
      <Problem text={problem} />
      <Field id="spa-to" label={word('recipientPurse')} value={to} change={setTo} />
      <Field id="spa-amount" label={word('amount')} value={amount} change={setAmount} />
      <label class="field" htmlFor="spa-mode">
        <span>{word('method')}</span>
        <select id="spa-mode" value={mode} onChange={(event) => setMode(event.currentTarget.value)}>
          <option value="payment">{word('methodPayment')}</option>
          <option value="authorization">{word('methodAuthorization')}</option>
        </select>
      </label>
      <p class="actions">
        <button type="submit">{word('continue')}</button>
      </p>
    </form>
  )
}

const Confirm = ({ operation, done }: { operation: Started; done: () => void }) => {
  const [answer, setAnswer] = useState('')
  const [challenge, setChallenge] = useState(operation.challenge ?? '')
  const [problem, setProblem] = useState('')
  const send = async (event: Event) => {
    event.preventDefault()
    const fields = { answer, shown_purse: operation.purse, shown_amount: operation.amount }
    const checked = v.parse(Checked, await post(`/light/confirm/${operation.operation}`, fields))
    if (checked.ok) done()
    else {
      setProblem(checked.message)
      setAnswer('')
      if (checked.challenge !== undefined) setChallenge(checked.challenge)
    }
  }
  return (
    <form class="card narrow" onSubmit={send}>
      <p class="mode">{operation.mode === 'payment' ? word('linePayment') : word('lineAuthorization')}</p>
      <Problem text={problem} />
      <dl class="summary">
        <div>
          <dt>{word('recipientPurse')}</dt>
          <dd class="number">{operation.purse}</dd>
        </div>
        <div>
          <dt>{word('amount')}</dt>
          <dd class="big">{operation.shown}</dd>
        </div>
        <div>
          <dt>{word('challenge')}</dt>
          <dd class="challenge">{challenge}</dd>
        </div>
      </dl>
      <Field id="spa-answer" label={word('response')} value={answer} change={setAnswer} numeric longest={7} />
      <p class="typed">
        <output>{answer}</output>
      </p>
      <p class="actions">
        <button type="submit">{word('confirmButton')}</button>
      </p>
    </form>
  )
}

const App = () => {
  const [operation, setOperation] = useState<Started | undefined>()
  const [done, setDone] = useState(false)
  if (done || (operation !== undefined && operation.operation === undefined)) {
    return (
      <p class="notice good" role="status">
        {word('transferDone')}
      </p>
    )
  }
  return operation === undefined ? (
    <Form started={setOperation} />
  ) : (
    <Confirm operation={operation} done={() => setDone(true)} />
  )
}

render(<App />, root)
