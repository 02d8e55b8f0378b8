import type { Row } from '../languages.ts'

/** Texts of the verification centre and of the desktop program. */
export const passport = {
  centre: ['Verification centre', 'Центр аттестации', 'Trung tâm xác thực', 'Центр атестації'],
  personal: ['Personal data', 'Персональные данные', 'Dữ liệu cá nhân', 'Персональні дані'],
  documents: ['Documents', 'Документы', 'Tài liệu', 'Документи'],
  certificate: ['Certificate', 'Аттестат', 'Chứng nhận', 'Атестат'],
  formal: ['Formal', 'Формальный', 'Chính thức', 'Формальний'],
  lead: [
    'What others can check about you, and what only you can open.',
    'То, что о вас могут проверить другие, и то, что открываете только вы.',
    'Những gì người khác có thể kiểm tra về bạn, và những gì chỉ bạn mở được.',
    'Те, що про вас можуть перевірити інші, і те, що відкриваєте лише ви.',
  ],
  closed: ['Closed', 'Закрыто', 'Đang khóa', 'Закрито'],
  closedWhy: [
    'This section opens after additional authorization by E-num.',
    'Раздел открывается после дополнительной авторизации через E-num.',
    'Mục này mở sau khi cấp phép bổ sung bằng E-num.',
    'Розділ відкривається після додаткової авторизації через E-num.',
  ],
  openIt: ['Open with E-num', 'Открыть через E-num', 'Mở bằng E-num', 'Відкрити через E-num'],
  additional: [
    'Additional authorization',
    'Дополнительная авторизация',
    'Cấp phép bổ sung',
    'Додаткова авторизація',
  ],
  openUntil: ['Open until {time}', 'Открыто до {time}', 'Mở đến {time}', 'Відкрито до {time}'],
  name: ['Name', 'Имя', 'Họ tên', 'Ім’я'],
  phone: ['Phone', 'Телефон', 'Điện thoại', 'Телефон'],
  saved: ['Saved.', 'Сохранено.', 'Đã lưu.', 'Збережено.'],
  save: ['Save', 'Сохранить', 'Lưu', 'Зберегти'],
  documentList: [
    'Uploaded documents',
    'Загруженные документы',
    'Tài liệu đã tải lên',
    'Завантажені документи',
  ],
  passportPage: [
    'Passport, page with photo',
    'Паспорт, страница с фото',
    'Hộ chiếu, trang có ảnh',
    'Паспорт, сторінка з фото',
  ],
  address: ['Proof of address', 'Подтверждение адреса', 'Xác nhận địa chỉ', 'Підтвердження адреси'],
  checked: ['checked', 'проверено', 'đã kiểm tra', 'перевірено'],
  // WinPro
  windowTitle: ['Keeper WinPro', 'Keeper WinPro', 'Keeper WinPro', 'Keeper WinPro'],
  sendTitle: ['Send WM', 'Передать WM', 'Gửi WM', 'Передати WM'],
  winproLead: [
    'WinPro is a program for Windows, so no extension can see its windows. This page stands for its last dialog: the numbers are a picture. Answer by hand: in the Answerkey popup choose the tab, type the challenge (in Payment mode purse and amount too), and copy the answer back.',
    'WinPro — программа для Windows, и расширение не видит её окон. Эта страница заменяет её последнее окно: числа здесь — картинка. Ответьте вручную: в окне Answerkey выберите вкладку, введите число-вопрос (в режиме «Платёж» ещё кошелёк и сумму) и перенесите ответ сюда.',
    'WinPro là chương trình cho Windows nên tiện ích không nhìn thấy cửa sổ của nó. Trang này thay cho hộp thoại cuối: các con số là hình ảnh. Hãy trả lời bằng tay: trong cửa sổ Answerkey chọn thẻ, nhập mã số-hỏi (ở chế độ «Thanh toán» cả ví và số tiền) rồi chép câu trả lời về đây.',
    'WinPro — програма для Windows, і розширення не бачить її вікон. Ця сторінка заміняє її останнє вікно: числа тут — зображення. Дайте відповідь вручну: у вікні Answerkey виберіть вкладку, введіть число-запитання (у режимі «Платіж» ще гаманець і суму) і перенесіть відповідь сюди.',
  ],
  winproStart: ['Start a transfer', 'Начать перевод', 'Bắt đầu chuyển tiền', 'Почати переказ'],
  winproNeedsKey: [
    'Add a key in the Security service first.',
    'Сначала добавьте ключ в службе безопасности.',
    'Hãy thêm khóa ở Dịch vụ bảo mật trước.',
    'Спершу додайте ключ у службі безпеки.',
  ],
  methodCaptcha: ['Digits from a picture', 'Цифры с картинки', 'Chữ số trong hình', 'Цифри з картинки'],
  next: ['Next', 'Далее', 'Tiếp', 'Далі'],
  pictureOf: [
    'Picture of the dialog’s numbers',
    'Картинка с числами окна',
    'Hình các con số của hộp thoại',
    'Зображення чисел вікна',
  ],
} as const satisfies Record<string, Row>
