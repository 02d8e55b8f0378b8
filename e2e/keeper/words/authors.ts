import type { Row } from '../languages.ts'

/** Texts of the page for site authors. */
export const authors = {
  title: ['For site authors', 'Авторам сайтов', 'Cho tác giả trang', 'Авторам сайтів'],
  lead: [
    'Paste the HTML of your confirmation page. You see what Answerkey finds in it, where, and why it passes the rest by. Scripts do not run, and nothing is sent anywhere.',
    'Вставьте HTML страницы подтверждения. Вы увидите, что Answerkey на ней находит, где и почему пропускает остальное. Скрипты не выполняются, и ничего никуда не отправляется.',
    'Dán HTML của trang xác nhận. Bạn sẽ thấy Answerkey tìm được gì, ở đâu và vì sao bỏ qua phần còn lại. Script không chạy và không có gì được gửi đi.',
    'Вставте HTML сторінки підтвердження. Ви побачите, що Answerkey на ній знаходить, де і чому пропускає решту. Скрипти не виконуються, і нічого нікуди не надсилається.',
  ],
  html: ['HTML of the page', 'HTML страницы', 'HTML của trang', 'HTML сторінки'],
  look: ['Look', 'Посмотреть', 'Xem', 'Подивитися'],
  samples: ['Samples', 'Примеры', 'Ví dụ', 'Приклади'],
  sampleMarkup: ['data-enum-* markup', 'Разметка data-enum-*', 'Thẻ data-enum-*', 'Розмітка data-enum-*'],
  sampleText: ['Labels alone', 'Только подписи', 'Chỉ có nhãn', 'Лише підписи'],
  sampleDoubt: [
    'An amount with two readings',
    'Сумма с двумя прочтениями',
    'Số tiền đọc được hai cách',
    'Сума з двома прочитаннями',
  ],
  sampleSms: ['An SMS code', 'Код из SMS', 'Mã SMS', 'Код із SMS'],
  preview: ['Your page', 'Ваша страница', 'Trang của bạn', 'Ваша сторінка'],
  found: ['Found', 'Найдено', 'Tìm thấy', 'Знайдено'],
  nothing: [
    'No prompt was found.',
    'Ничего не найдено.',
    'Không tìm thấy câu hỏi nào.',
    'Нічого не знайдено.',
  ],
  looked: ['What was looked at', 'Что просмотрено', 'Những gì đã xem', 'Що переглянуто'],
  nothingLooked: [
    'There is no field that could take an answer.',
    'Нет поля, которое могло бы принять ответ.',
    'Không có ô nào có thể nhận câu trả lời.',
    'Немає поля, яке могло б прийняти відповідь.',
  ],
  mode: ['Mode', 'Режим', 'Chế độ', 'Режим'],
  source: ['Source', 'Источник', 'Nguồn', 'Джерело'],
  fields: ['Fields', 'Поля', 'Ô nhập', 'Поля'],
  doubt: ['Doubt', 'Сомнение', 'Nghi ngờ', 'Сумнів'],
} as const satisfies Record<string, Row>
