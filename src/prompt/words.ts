/**
 * The words that Keepers put beside a challenge and its answer, in English, Russian, Ukrainian and
 * Vietnamese, and the words that say that a number or a field is something else.
 */

/** Stands in a line's text between two elements that touch without white space. */
export const SEAM = '\u2063'

const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g

/** A text as the word lists expect it: one case, one kind of dash and of space, nothing invisible. */
export function plain(text: string): string {
  // Most lines of most pages need nothing more.
  if (/^[!-~ ]*$/.test(text)) return text.toLowerCase().replace(/ {2,}/g, ' ').trim()
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(INVISIBLE, '')
    .replaceAll(SEAM, ' ')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/ё/g, 'е')
    .replace(/[’ʼ`]/g, "'")
    .replace(/\s+/g, ' ')
    .trim()
}

/**
 * Letters in a text that is {@link plain}, by blocks of scripts: what `\p{L}` says to a hair, in six hundred
 * ranges, a browser compiles anew wherever it stands, a tenth of a second for these lists.
 */
const LETTERS =
  'a-zA-Z\u00b5\u00df-\u00f6\u00f8-\u02af\u0370-\u1fff\u2c00-\u2dff\u3040-\ud7ff\uf900-\ufdff\ufe70-\ufefc'
const LETTER = `[${LETTERS}]`

/** One expression that matches any of the words at a word's beginning; `$` in a word is a word's end. */
function words(list: string): RegExp {
  const alternatives = list
    .trim()
    .split(/\s*\n\s*/)
    .map((word) => word.replace(/\$/g, `(?!${LETTER})`).replace(/~/g, `${LETTER}*`))
  return new RegExp(`(?<![${LETTERS}0-9])(?:${alternatives.join('|')})`, 'g')
}

/** Only a Keeper says this of a number. */
export const QUESTION_STRONG = words(`
  (?:number|digit|numeric)[- ]?questions?$
  number ?- ?question
  e-?num[- ](?:challenge|question|number)
  (?:числ~|код~|номер~|цифр~)(?: ?- ?вопрос~| вопрос$)
  вопрос-(?:числ|код)
  (?:числ~|код~|номер~|цифр~) ?- ?(?:за)?питан~
  (?:число|числа|код) (?:за)?питання$
  mã(?: số)? ?-? ?hỏi$
  mã số câu hỏi
  số ?- ?hỏi$
  ma so ?-? ?hoi$
`)

/** Said of a challenge, and of other things too. */
export const QUESTION = words(`
  challenge$
  challenge-
  check[- ]?digits?$
  (?:проверочн|контрольн)~ (?:числ|цифр)
  вызов$
  код~ вызова
  (?:перевірочн|контрольн)~ (?:числ|цифр)
  виклик$
  (?:mã |số )?(?:thử thách|thách thức|thách đố)
  (?:chữ )?số kiểm tra
  số hỏi$
  (?:код|числ)~(?: ?- ?| )запрос~
  (?:код|числ)~(?: ?- ?| )запит~
  mã kiểm tra
  mã yêu cầu
`)

/** Of these, other pages' words for a code to check or to activate something. */
export const QUESTION_LOOSE = words(`
  (?:код|числ)~(?: ?- ?| )запрос~
  (?:код|числ)~(?: ?- ?| )запит~
  mã kiểm tra
  mã yêu cầu
`)

/** Says next to nothing by itself. */
export const QUESTION_WEAK = words(`
  question$
  question number
  вопрос$
  (?:за)?питання$
  (?:câu )?hỏi$
  numbers?$
  code$
  digits$
  числ[оаом]+$
  код~
  цифр~
  mã$
  số$
`)

/** Only a Keeper asks for this. */
export const ANSWER_STRONG = words(`
  (?:number|digit|numeric)[- ]?answers?$
  number ?- ?answer
  (?:response|answer)[- ](?:digits?|number)$
  digits? of (?:the )?(?:response|answer)
  e-?num[- ](?:response|answer)
  (?:числ~|код~|номер~|цифр~)(?: ?- ?ответ~| ответ$)
  ответ-(?:числ|код)
  (?:числ~|код~|номер~|цифр~) ?- ?відповід~
  (?:число|код) відповідь$
  mã(?: số)? ?-? ?trả lời
  số ?-? ?trả lời
  ma so ?-? ?tra loi
`)

/** What one does to have an answer: `use this challenge to generate a response: 12345678` names the challenge. */
export const GETS_ANSWER = words(`
  generat~
  get$
  obtain
  compute
  calculate
  produce
  create
  enter$
  получ~
  вычисл~
  сгенерир~
  отрима~
  обчисл~
  згенер~
  lấy
  tạo
  nhận
  tính
`)

export const ANSWER = words(`
  response(?! (?:time|rate|body|status|header|type|format|id$|payload|size|team))$
  answer$
  ответ(?:а|ом|у|е)?$
  ответн~ (?:код|числ|цифр)
  відповід(?:ь|і|ддю)$
  trả lời
  phản hồi
  hồi đáp
  đáp số
`)

/** What a field for the answer may be called besides. */
export const ANSWER_NEUTRAL = words(`
  code$
  otp$
  one[- ]?time
  confirm
  digits?$
  token$
  result$
  passcode$
  verification
  number$
  enter$
  type$
  e-?num
  код~
  одноразов~
  подтвержд~
  цифр~
  числ~
  токен
  результат
  введите
  підтвердж~
  введіть
  mã$
  xác nhận
  chữ số
  kết quả
  nhập
  authenticat
  аутентификац
  автентифікац
  xác thực
`)

/** A code that comes from elsewhere: never an answer, whatever else is said. */
export const OTHER_CODE = words(`
  (?<!protected by |защищен |захищен[оий] |bảo vệ bởi )(?:re|h)?captcha
  каптч
  капч
  (?:the|this) (?:picture|image)
  from (?:the )?(?:picture|image)
  картин~
  изображени~
  зображенн~
  hình ảnh
  trong hình
  sms$
  sms-
  смс
  text message
  texted
  tin nhắn
  phone call(?! us$)
  (?:incoming|voice|last) call
  call(?:er|ing)?$(?!:? ?(?:us|our|the (?:support|help|bank)|support|customer|cent(?:er|re)|toll|free|back|me|\\+?\\d))
  (?<!заказать |обратный |бесплатный )звон~$(?! (?:нам|по|бесплат~|в служб~|в поддерж~|на горяч~|\\+?\\d))
  (?<!замовити |зворотний |безкоштовний )(?:дзвін|дзвон)~$(?! (?:нам|безкоштовн~|до служб~|на гаряч~|\\+?\\d))
  cuộc gọi(?! miễn phí)
`)

/** A code from an authenticator app, a list of codes, a mail: not an answer unless the field says so. */
export const OTHER_FACTOR = words(`
  activation
  активац~
  kích hoạt
  authenticator
  totp$
  google auth
  backup code
  recovery
  аутентификатор~
  автентифікатор~
  резервн~
  восстановл~
  відновлен~
  ứng dụng xác thực
  mã dự phòng
  telegram
  телеграм
  push
  viber
`)

/** What an answer in the sense of a reply goes with. */
export const REPLY = words(`
  comment~
  repl(?:y|ies)$
  message~
  post your
  security question
  secret
  security answer
  коммент~
  ответить
  сообщени~
  секретн~
  комент~
  відповісти
  повідомленн~
  bình luận
  tin nhắn
  bí mật
  survey
  опрос~
`)

/** What a field is for, when it is not for an answer. */
export const OTHER_FIELD = words(`
  e-?mail
  mail
  почт~
  пошт~
  thư$
  thư điện tử
  phone
  mobile
  tel$
  телефон~
  điện thoại
  search
  find$
  поиск~
  найти
  искать
  пошук~
  знайти
  tìm
  user
  login
  log[- ]in
  логин~
  логін~
  đăng nhập
  nick
  password~
  passphrase
  pass$
  парол~
  mật khẩu
  pin$
  pin-
  пин$
  пин-
  пін$
  symbols?$
  characters?$
  символ~
  ký tự
  robot
  amount
  sum$
  total
  price
  сумм~
  сума~
  суму
  số tiền
  стоимост~
  purse
  wallet
  кошел~
  гаман~
  ví$
  fee$
  comment~
  message~
  note~
  describe
  description
  описани~
  примечани~
  коммент~
  комент~
  сообщени~
  повідомленн~
  bình luận
  ghi chú
  lời nhắn
  nội dung
  subject
  topic
  тема$
  chủ đề
  purpose
  назначени~
  призначенн~
  name~
  имя
  фамил~
  отчеств~
  ім'я
  прізвищ~
  họ$
  tên$
  address~
  адрес~
  địa chỉ
  city
  город~
  місто
  country
  zip
  postal
  postcode
  индекс~
  індекс~
  birth
  date$
  дата
  ngày
  card~
  карт(?:а|ы|у|е|ой)$
  картк~
  thẻ
  cvv
  cvc
  cv2
  expir~
  iban
  swift
  bic$
  account$
  счет~
  рахун~
  tài khoản
  invoice
  order$
  заказ~
  замовлен~
  đơn hàng
  ticket
  tracking
  promo
  coupon
  купон~
  промо
  voucher
  gift
  discount
  referral
  invite
  invitation
  quantity
  qty
  количеств~
  кількіст~
  số lượng
  url
  website
  site$
  сайт~
  company
  компани~
  organi[sz]ation
  age$
  возраст
  title
  заголов~
  tags?$
  wmid
  паспорт~
  passport
  seed
  mnemonic
  private key
  txid
  hash$
  guess
  flag$
  solution
  решени~
  reply
  ответить
  відповісти
  year
  month
  serial
  license
  licence
  feedback
  отзыв~
  відгук~
  filter
  фильтр~
  newsletter
  subscribe
  подпис~
  query
  keyword
  amount
`)

/** What a number is, when it is not a challenge. */
const OTHER_NUMBERS =
  `order|invoice|ticket|case|ref|reference|id|phone|tel|fax|mobile|account|purse|wallet|amount|sum|total|wmid
|session|transaction|operation|date|card|balance|fee|price|version|build|year|isbn|order no|receipt|booking|customer|client id
|payment|transfer|tracking|parcel|serial|zip|postcode|pin|password|points?|participants|views|answer|response|sms|post|topic
|room|extension|license|licence|question id|question no
|заказ\\p{L}*|сч[её]т\\p{L}*|квитанц\\p{L}*|тел|телефон\\p{L}*|кошел\\p{L}*|сумм\\p{L}*|карт\\p{L}*|перевод\\p{L}*|дат[аеы]|баланс\\p{L}*
|комисси\\p{L}*|цен[аыу]|сесси\\p{L}*|операци\\p{L}*|транзакци\\p{L}*|ответ\\p{L}*|тикет\\p{L}*|заявк\\p{L}*|обращени\\p{L}*|плат[её]ж\\p{L}*|договор\\p{L}*|паспорт\\p{L}*|инн|смс
|сум[аиу]|гаман\\p{L}*|замовлен\\p{L}*|рахун\\p{L}*|переказ\\p{L}*|сесі\\p{L}*|відповід\\p{L}*|квиток|платіж|платеж\\p{L}*
|đơn hàng|hóa đơn|hoá đơn|điện thoại|ví|số tiền|thẻ|tài khoản|giao dịch|phiên|trả lời|ngày|số dư|phí|vé|yêu cầu hỗ trợ`
    .replace(/\n/g, '')
    .trim()

/** The words before a number name it as something else: `Order number: `. */
export const OTHER_NUMBER_BEFORE = new RegExp(
  `(?<![${LETTERS}0-9])(?:${OTHER_NUMBERS.replaceAll('\\p{L}', LETTER)})(?!${LETTER})(?: (?:number|no|num|id|code|nr|номер|код))?[^${LETTERS}0-9]*$`,
)

/** The number stands there for an example. */
const EXAMPLE = words(`
  e\\.? ?g\\.
  for example
  for instance
  examples?$
  sample
  such as
  suppose
  например
  пример~
  допустим
  скажем
  вида$
  наприклад
  приклад~
  припустимо
  ví dụ
  chẳng hạn
`)

/** Somewhere near, these say that E-num or OCRA is what is spoken of. */
export const ABOUT_ENUM = words(`
  [eе]-?num$
  [eе] num$
  энум
  ocra
  oath$
  tiqr
  webmoney keeper
  wm keeper
`)

/** A code that was sent to somebody: not what the page shows. */
export const SENT_CODE = words(`
  sent$
  resend
  send again
  didn't (?:get|receive)
  отправил~
  отправлен~
  выслал~
  выслан~
  надісла~
  đã gửi
  gửi lại
`)

/** Somebody's words on a page where people talk to each other. */
export const FORUM = words(`
  wrote
  posted
  asked
  forum
  thread
  upvote
  написал~
  пишет
  спросил~
  спрашивает
  цитат~
  форум~
  писав
  пише$
  запит(?:ав|ує|ала)
  đã viết
  diễn đàn
  trích dẫn
`)

/** A contest, a course, a game, a program's interface: "challenge" in another sense. */
export const CONTEST = words(`
  api$
  json
  https?$
  endpoint
  returns
  payload
  curl$
  points?$
  score~
  leaderboard
  contests?$
  puzzle~
  kata$
  quiz
  trivia
  ctf$
  flag$
  solve~
  solution~
  coding
  programming
  hackathon
  tournament
  participants
  level \\d
  exercise
  day challenge
  (?:daily|weekly|monthly) challenge
  students?$
  classroom
  lesson
  homework
  xp$
  балл(?:ов|а|ы)?$
  конкурс~
  олимпиад~
  викторин~
  задач[аиу]
  участник~
  бал(?:ів|и)$
  вікторин~
  учасник~
  cuộc thi
  điểm số
  bài tập
  người tham gia
`)

/** What the button of a form for replies and searches says. */
export const REPLY_BUTTON = words(`
  reply$
  post$
  post (?:your )?(?:answer|reply|comment)
  comment$
  add (?:a )?comment
  send message
  search$
  find$
  ask$
  ask (?:a )?question
  subscribe
  publish
  ответить
  опубликовать
  отправить (?:комментарий|сообщение|отзыв)
  комментировать
  найти
  искать
  подписаться
  поиск
  відповісти
  опублікувати
  коментувати
  надіслати коментар
  знайти
  trả lời$
  gửi (?:bình luận|trả lời)
  bình luận
  đăng
  tìm
`)

/** A mode as the page names it, found only where modes are spoken of. */
export const PAYMENT_NAME = words(`
  payments?$
  плат[еі]ж~
  оплат[аыуіи]$
  оплатою
  thanh toán
`)
export const AUTHORIZATION_NAME = words(`
  authori[sz]ation
  xác nhận$
  confirmation$
  авторизаци~
  подтверждени[ея]$
  авторизаці~
  підтвердження$
  cấp phép
  ủy quyền
  uỷ quyền
`)
/** The same names where only E-num's own word will do. */
export const AUTHORIZATION_STRICT = words(`
  authori[sz]ation
  авторизаци~
  авторизаці~
  cấp phép
  ủy quyền
`)
export const MODE_WORD = words(`
  mode$
  method$
  type$
  tab$
  section$
  режим~
  способ~
  тип~
  вкладк~
  раздел~
  спосіб
  розділ~
  chế độ
  phương thức
  hình thức
  thẻ$
  tab$
  mục
`)

export const PURSE_WORD = words(`
  purse
  wallet
  recipient
  payee
  beneficiary
  to$
  кошел~
  получател~
  гаман~
  отримувач~
  одержувач~
  ví$
  người nhận
`)
/** Whose purse it is not. */
export const SENDER_WORD = words(`
  from$
  sender~
  payer~
  your purse
  my purse
  debit
  source
  отправител~
  откуда
  от кого
  плательщик~
  с кошел~
  со сч
  списа~
  ваш~ кошел~
  мой кошел~
  відправник~
  звідки
  від кого
  платник~
  з гаман~
  списан~
  ваш гаман~
  người gửi
  người trả
  ví của bạn
  từ ví
  ví nguồn
  ví chuyển
`)
export const RECIPIENT_WORD = words(`
  recipient
  payee
  beneficiary
  to$
  merchant
  seller
  shop
  получател~
  куда$
  кому$
  на кошел~
  магазин~
  продав~
  отримувач~
  одержувач~
  куди$
  на гаман~
  người nhận
  ví nhận
  đến ví
  tới ví
  ví đích
`)
/** Somebody on the user's list, or about to be. */
export const CONTACT_WORD = words(`
  contact$
  correspondent$
  корреспондент~
  кореспондент~
  liên hệ
  thông tín viên
`)
export const AMOUNT_WORD = words(`
  amount
  sum$
  сумм~
  сум[аиу]$
  số tiền
  to be paid
  to pay$
  к оплате
  до сплати
  до оплати
`)
export const TOTAL_WORD = words(`
  total
  итого
  всего
  разом
  усього
  tổng
`)
/** Money that is not what is transferred. */
export const OTHER_MONEY = words(`
  fees?$
  commission
  balance
  limit
  available
  rate$
  discount
  комисси~
  баланс~
  остат~
  лимит~
  доступн~
  курс~
  скидк~
  комісі~
  залишок
  ліміт~
  знижк~
  phí$
  số dư
  hạn mức
  tỷ giá
`)
/** What leaves the payer's purse, with the fee: the amount only where nothing else is. */
export const CHARGED_WORD = words(`
  (?<!amount to |total to )be (?:charged|debited)$
  (?:будет|буде) (?:списано|снято|знято)
  спишется
  sẽ (?:bị )?trừ
  with (?:the )?fee
  с учетом комиссии
  з урахуванням комісії
  bao gồm phí
`)

const CURRENCY_NEAR =
  /(?<!\p{L})wm[a-z](?!\p{L})|[$€£₽₴₫₸¥]|(?<!\p{L})(?:usdt?|eur|ru[br]|uah|vnd|byn|kzt|uzs|gbp|cny|btc|руб|грн|грив|đồng|đ|dollar|euro|долл|евро|євро)|\p{Nd}{12}|\p{Nd}{4}\P{L}\p{Nd}{4}\P{L}\p{Nd}{4}|\p{Nd}{3}\P{L}\p{Nd}{3}\P{L}\p{Nd}{3}\P{L}\p{Nd}{3}|(?:\p{Nd}{2}\P{L}){5}\p{Nd}{2}/u

/** Whether the text names an amount or a purse, or holds a currency or a purse. */
export function speaksOfMoney(text: string): boolean {
  return (
    [AMOUNT_WORD, TOTAL_WORD, PURSE_WORD, SENDER_WORD].some((list) => has(list, text)) ||
    CURRENCY_NEAR.test(text)
  )
}

/** Whether the text names a mode: a chosen option, say. */
export const namesMode = (text: string): boolean => has(PAYMENT_NAME, text) || has(AUTHORIZATION_NAME, text)

/** The last place in `text` where `list` matches, as `[start, end]`. */
export function lastMatch(list: RegExp, text: string): [number, number] | undefined {
  let last: [number, number] | undefined
  list.lastIndex = 0
  for (const match of text.matchAll(list)) last = [match.index, match.index + match[0].length]
  return last
}

/** Whether any of the words is in `text`, which is {@link plain}. */
export function has(list: RegExp, text: string): boolean {
  list.lastIndex = 0
  const found = list.test(text)
  // A search that begins with this list afterwards begins where it says.
  list.lastIndex = 0
  return found
}

/** Whether the text says that it gives an example; the addresses in it say nothing. */
export const isExemplary = (text: string): boolean =>
  has(EXAMPLE, text.replace(/\S+@\S+|\S+\.(?:example|test)\S*/g, ''))

/** How surely a text names a challenge: 3 only a Keeper says this, 2 the word itself, 1 hardly, 0 not at all. */
export type Strength = 0 | 1 | 2 | 3

export function questionStrength(text: string): Strength {
  if (has(QUESTION_STRONG, text)) return 3
  if (has(QUESTION, text)) return 2
  if (!has(QUESTION_WEAK, text)) return 0
  return TO_ENUM.test(text) && has(ABOUT_ENUM, text) ? 2 : 1
}

/** "Enter this number in E-num": what is entered there is a challenge. */
const TO_ENUM = /(?<!\p{L})(?:enter|type|введите|вводите|[ву]ведіть|nhập)(?!\p{L})/u

/** "Enter 12345678": what is to be typed stands behind the verb, with a word or two between at most. */
const ENTER_BEFORE =
  /(?<!\p{L})(?:enter|type|key in|input|введите|вводите|наберите|[ву]ведіть|наберіть|nhập)(?: \p{L}+){0,2}[^\p{L}\d]{0,3}$/u
/** "… into your token": the thing that it is typed into, which is not the page. */
const INTO_DEVICE =
  /^[^\p{L}]{0,3}(?:in|into|on|в|во|у|на|до|vào|trong) (?:\p{L}+ ){0,2}(?:token|authenticator|app|application|client|device|generator|e-?num|е-num|клиент|програм|приложени|токен|устройств|генератор|клієнт|застосун|додат|пристр|ứng dụng|thiết bị)/u

const ENTERS = /enter|type|key in|input|введите|вводите|наберите|[ву]ведіть|наберіть|nhập/
const DEVICE =
  /token|authenticator|app|client|device|generator|e-?num|е-num|клиент|програм|приложени|токен|устройств|генератор|клієнт|застосун|додат|пристр|ứng dụng|thiết bị/

/** Whether a line could tell to type a number into something: cheap, and never too seldom. */
export const tellsToEnter = (text: string): boolean => ENTERS.test(text) && DEVICE.test(text)

/** How surely the words around a number tell to type it into something that gives an answer. */
export function enteredStrength(before: string, after: string): Strength {
  if (!ENTER_BEFORE.test(before)) return 0
  return INTO_DEVICE.test(after) ? 2 : 1
}

/** What a field's words say of it: how surely it takes the answer, or that it takes something else. */
export type FieldWords = { is: 'answer'; strength: Strength } | { is: 'other' }

export function fieldWords(raw: string): FieldWords {
  const text = plain(raw).replace(
    /one[- ]time pass(?:word|code)?s?|одноразов\p{L}* парол\p{L}*|mật khẩu (?:dùng )?một lần/gu,
    'otp',
  )
  if (has(ANSWER_STRONG, text)) return { is: 'answer', strength: 3 }
  if (has(OTHER_CODE, text)) return { is: 'other' }
  if (has(ANSWER, text)) return has(REPLY, text) ? { is: 'other' } : { is: 'answer', strength: 2 }
  if (has(OTHER_FACTOR, text) || has(OTHER_FIELD, text)) return { is: 'other' }
  return { is: 'answer', strength: has(ANSWER_NEUTRAL, text) ? 1 : 0 }
}
