import type { Row } from '../languages.ts'
import type { RefusalCode } from '../refusal.ts'

/** The sentence that a page shows for each refusal: what happened and what to do. */
export const refusals: Record<RefusalCode, Row> = {
  wrong: [
    'The response is wrong. Check the challenge, and in Payment mode the purse and the amount, and try again.',
    'Неверное число-ответ. Сверьте число-вопрос, а в режиме «Платёж» кошелёк и сумму, и попробуйте ещё раз.',
    'Mã số-trả lời không đúng. Hãy kiểm tra mã số-hỏi, ở chế độ «Thanh toán» cả ví và số tiền, rồi thử lại.',
    'Неправильне число-відповідь. Звірте число-запитання, а в режимі «Платіж» гаманець і суму, і спробуйте ще раз.',
  ],
  expired: [
    'The response came too late: the challenge had expired. Here is a new one.',
    'Число-ответ пришло слишком поздно: срок числа-вопроса истёк. Вот новое.',
    'Mã số-trả lời đến quá muộn: mã số-hỏi đã hết hạn. Đây là mã mới.',
    'Число-відповідь надійшло запізно: строк числа-запитання минув. Ось нове.',
  ],
  repeated: [
    'This challenge has been answered already. Nothing was done a second time.',
    'На это число-вопрос уже ответили. Второй раз ничего не выполнено.',
    'Mã số-hỏi này đã được trả lời. Không có gì được thực hiện lần thứ hai.',
    'На це число-запитання вже відповіли. Удруге нічого не виконано.',
  ],
  unknown: [
    'There is no such operation here. Start again.',
    'Такой операции нет. Начните заново.',
    'Không có thao tác này. Hãy bắt đầu lại.',
    'Такої операції немає. Почніть спочатку.',
  ],
  locked: [
    'Too many wrong responses. Confirmation is locked for a while; wait and request a new challenge.',
    'Слишком много неверных ответов. Подтверждение временно заблокировано: подождите и получите новое число-вопрос.',
    'Quá nhiều mã trả lời sai. Việc xác nhận tạm bị khóa; hãy chờ và lấy mã số-hỏi mới.',
    'Забагато неправильних відповідей. Підтвердження тимчасово заблоковано: зачекайте й отримайте нове число-запитання.',
  ],
  'slow-down': [
    'Not so fast. Wait {seconds} s before the next try.',
    'Не так быстро. Подождите {seconds} с до следующей попытки.',
    'Chậm lại. Hãy chờ {seconds} giây trước lần thử tiếp theo.',
    'Не так швидко. Зачекайте {seconds} с до наступної спроби.',
  ],
  tampered: [
    'The page sent back another purse or amount than the one to be confirmed. Something changed the page; nothing was done.',
    'Страница вернула другой кошелёк или другую сумму. Страницу кто-то изменил; ничего не выполнено.',
    'Trang gửi về ví hoặc số tiền khác với giao dịch cần xác nhận. Trang đã bị thay đổi; không có gì được thực hiện.',
    'Сторінка повернула інший гаманець або іншу суму. Сторінку хтось змінив; нічого не виконано.',
  ],
  'form-expired': [
    'This form is not from this session. Open the page again.',
    'Эта форма не из этого сеанса. Откройте страницу заново.',
    'Biểu mẫu này không thuộc phiên hiện tại. Hãy mở lại trang.',
    'Ця форма не з цього сеансу. Відкрийте сторінку знову.',
  ],
  'sign-in': ['Log in first.', 'Сначала войдите.', 'Hãy đăng nhập trước.', 'Спершу увійдіть.'],
  'wrong-password': [
    'WMID, e-mail or password is wrong.',
    'Неверный WMID, e-mail или пароль.',
    'Sai WMID, e-mail hoặc mật khẩu.',
    'Неправильний WMID, e-mail або пароль.',
  ],
  'email-invalid': [
    'This is not an e-mail address.',
    'Это не адрес e-mail.',
    'Đây không phải địa chỉ e-mail.',
    'Це не адреса e-mail.',
  ],
  'email-taken': [
    'An account with this e-mail exists already. Log in.',
    'Аккаунт с таким e-mail уже есть. Войдите.',
    'Đã có tài khoản với e-mail này. Hãy đăng nhập.',
    'Обліковий запис із таким e-mail уже є. Увійдіть.',
  ],
  'password-short': [
    'The password needs at least 8 characters.',
    'В пароле должно быть не меньше 8 знаков.',
    'Mật khẩu cần ít nhất 8 ký tự.',
    'У паролі має бути щонайменше 8 знаків.',
  ],
  'purse-invalid': [
    'A purse is one letter and 12 digits.',
    'Кошелёк — это буква и 12 цифр.',
    'Ví gồm một chữ cái và 12 chữ số.',
    'Гаманець — це літера і 12 цифр.',
  ],
  'purse-unknown': [
    'There is no such purse.',
    'Такого кошелька нет.',
    'Không có ví này.',
    'Такого гаманця немає.',
  ],
  'purse-own': [
    'This is the purse that you are sending from.',
    'Это тот же кошелёк, с которого вы переводите.',
    'Đây chính là ví bạn đang chuyển đi.',
    'Це той самий гаманець, з якого ви переказуєте.',
  ],
  'purse-currency': [
    'Both purses must be of one currency.',
    'Кошельки должны быть в одной валюте.',
    'Hai ví phải cùng một loại tiền.',
    'Гаманці мають бути в одній валюті.',
  ],
  'amount-invalid': [
    'Write the amount like 25.00, greater than zero.',
    'Укажите сумму больше нуля, например 25,00.',
    'Hãy ghi số tiền lớn hơn 0, ví dụ 25,00.',
    'Вкажіть суму більшу за нуль, наприклад 25,00.',
  ],
  'not-enough': [
    'There is not enough money in this purse.',
    'В этом кошельке недостаточно средств.',
    'Ví này không đủ tiền.',
    'У цьому гаманці недостатньо коштів.',
  ],
  'contact-unknown': [
    'There is no account with this WMID or e-mail.',
    'Нет аккаунта с таким WMID или e-mail.',
    'Không có tài khoản với WMID hoặc e-mail này.',
    'Немає облікового запису з таким WMID або e-mail.',
  ],
  'contact-exists': [
    'This contact is in your list already.',
    'Этот корреспондент уже в списке.',
    'Liên hệ này đã có trong danh sách.',
    'Цей кореспондент уже у списку.',
  ],
  'invoice-paid': [
    'This invoice has been paid already.',
    'Этот счёт уже оплачен.',
    'Hóa đơn này đã được thanh toán.',
    'Цей рахунок уже сплачено.',
  ],
  'key-missing': [
    'This account has no E-num key yet. Add one in the Security service, then come back.',
    'У аккаунта ещё нет ключа E-num. Добавьте его в службе безопасности и вернитесь.',
    'Tài khoản chưa có khóa E-num. Hãy thêm khóa ở Dịch vụ bảo mật rồi quay lại.',
    'В облікового запису ще немає ключа E-num. Додайте його в службі безпеки й поверніться.',
  ],
  'key-present': [
    'E-num is connected already.',
    'E-num уже подключён.',
    'E-num đã được kết nối.',
    'E-num уже підключено.',
  ],
  'code-wrong': ['The code is wrong.', 'Неверный код.', 'Mã không đúng.', 'Неправильний код.'],
  'code-expired': [
    'The code has expired. Choose the method again.',
    'Срок кода истёк. Выберите способ заново.',
    'Mã đã hết hạn. Hãy chọn lại cách xác nhận.',
    'Строк коду минув. Виберіть спосіб ще раз.',
  ],
  'enum-unknown': [
    'E-num is not switched on for this e-mail.',
    'Для этого e-mail E-num не включён.',
    'E-num chưa được bật cho e-mail này.',
    'Для цього e-mail E-num не ввімкнено.',
  ],
  'method-payment-only': [
    'Keeper Standard confirms transfers in Payment mode only.',
    'Keeper Standard подтверждает переводы только в режиме «Платёж».',
    'Keeper Standard chỉ xác nhận chuyển tiền ở chế độ «Thanh toán».',
    'Keeper Standard підтверджує перекази лише в режимі «Платіж».',
  ],
}
