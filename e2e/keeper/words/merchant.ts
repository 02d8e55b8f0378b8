import type { Row } from '../languages.ts'

/** Texts of the shop and of the merchant payment. */
export const merchant = {
  shopLead: [
    'Books by post, since 1996',
    'Книги почтой с 1996 года',
    'Sách gửi qua bưu điện từ 1996',
    'Книги поштою з 1996 року',
  ],
  buy: ['Buy', 'Купить', 'Mua', 'Купити'],
  payTitle: ['Payment', 'Оплата', 'Thanh toán', 'Оплата'],
  order: ['Order', 'Заказ', 'Đơn hàng', 'Замовлення'],
  seller: ['Seller', 'Продавец', 'Người bán', 'Продавець'],
  payWith: ['Pay with Keeper', 'Оплатить через Keeper', 'Thanh toán bằng Keeper', 'Сплатити через Keeper'],
  signInFirst: [
    'Log in to pay',
    'Войдите, чтобы оплатить',
    'Đăng nhập để thanh toán',
    'Увійдіть, щоб сплатити',
  ],
  confirmTitle: ['Confirm the payment', 'Подтвердите оплату', 'Xác nhận thanh toán', 'Підтвердьте оплату'],
  getNumber: ['Get the challenge', 'Получить число-вопрос', 'Lấy mã số-hỏi', 'Отримати число-запитання'],
  payNow: ['Pay', 'Платить', 'Trả tiền', 'Сплатити'],
  paidTitle: ['Paid', 'Оплачено', 'Đã thanh toán', 'Сплачено'],
  paidText: [
    'The seller has been told. Order {order}.',
    'Продавец уведомлён. Заказ {order}.',
    'Người bán đã được thông báo. Đơn hàng {order}.',
    'Продавця повідомлено. Замовлення {order}.',
  ],
  backToShop: ['Back to the shop', 'Вернуться в магазин', 'Quay lại cửa hàng', 'Повернутися в магазин'],
} as const satisfies Record<string, Row>
