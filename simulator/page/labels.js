// What the app around the chat says, in the languages of the people on the stage.

const ENGLISH = {
  message: "Message",
  send: "Send",
  edited: "edited",
  typing: "typing…",
  bot: "bot",
  today: "Today",
  start: "START",
  about: "What can this bot do?",
  nothing: "No messages here yet…",
  commands: "Commands",
  sticker: "Send a sticker",
  voice: "Send a voice message",
  more: "More",
  keyboard: "Show or hide the keyboard",
  editLast: "Edit last message",
  editing: "Edit message",
  cancel: "Cancel",
  photo: "Send a photo",
  document: "Send a document",
  place: "Send a place",
  card: "Share somebody else’s card",
  group: "Say it in a group",
  block: "Block the bot",
  unblock: "Unblock the bot",
  blocked: "You blocked this bot",
  shareTitle: "Share your phone number?",
  shareText:
    "The bot will know your phone number. This can be useful for integration with other services.",
  share: "Share",
  groupText: "Hello everybody",
  contact: "Contact",
  hide: "Hide",
};

const LABELS = {
  en: ENGLISH,
  ar: {
    message: "رسالة",
    send: "إرسال",
    edited: "معدَّلة",
    typing: "يكتب…",
    bot: "بوت",
    today: "اليوم",
    start: "ابدأ",
    about: "ماذا يستطيع هذا البوت أن يفعل؟",
    nothing: "لا رسائل هنا بعد…",
    commands: "الأوامر",
    sticker: "إرسال ملصق",
    voice: "إرسال رسالة صوتية",
    more: "المزيد",
    keyboard: "إظهار لوحة الأزرار أو إخفاؤها",
    editLast: "تعديل آخر رسالة",
    editing: "تعديل الرسالة",
    cancel: "إلغاء",
    photo: "إرسال صورة",
    document: "إرسال مستند",
    place: "إرسال موقع",
    card: "مشاركة بطاقة شخص آخر",
    group: "قولها في مجموعة",
    block: "حظر البوت",
    unblock: "إلغاء حظر البوت",
    blocked: "لقد حظرت هذا البوت",
    shareTitle: "مشاركة رقم هاتفك؟",
    shareText: "سيعرف البوت رقم هاتفك. قد يفيد ذلك في الربط مع خدمات أخرى.",
    share: "مشاركة",
    groupText: "مرحبًا بالجميع",
    contact: "جهة اتصال",
    hide: "إخفاء",
  },
  fa: {
    message: "پیام",
    send: "فرستادن",
    edited: "ویرایش‌شده",
    typing: "در حال نوشتن…",
    bot: "ربات",
    today: "امروز",
    start: "شروع",
    about: "این ربات چه کاری می‌تواند بکند؟",
    nothing: "هنوز پیامی اینجا نیست…",
    commands: "فرمان‌ها",
    sticker: "فرستادن برچسب",
    voice: "فرستادن پیام صوتی",
    more: "بیشتر",
    keyboard: "نمایش یا پنهان‌کردن دکمه‌ها",
    editLast: "ویرایش آخرین پیام",
    editing: "ویرایش پیام",
    cancel: "لغو",
    photo: "فرستادن عکس",
    document: "فرستادن سند",
    place: "فرستادن مکان",
    card: "فرستادن شمارهٔ شخصی دیگر",
    group: "گفتن در گروه",
    block: "مسدودکردن ربات",
    unblock: "رفع مسدودی ربات",
    blocked: "این ربات را مسدود کرده‌اید",
    shareTitle: "شماره تلفن شما فرستاده شود؟",
    shareText: "ربات شماره تلفن شما را خواهد دانست. این برای پیوند با خدمات دیگر سودمند است.",
    share: "فرستادن",
    groupText: "سلام به همه",
    contact: "مخاطب",
    hide: "پنهان‌کردن",
  },
  he: {
    message: "הודעה",
    send: "שליחה",
    edited: "נערך",
    typing: "מקליד…",
    bot: "בוט",
    today: "היום",
    start: "התחלה",
    about: "מה הבוט הזה יודע לעשות?",
    nothing: "אין כאן הודעות עדיין…",
    commands: "פקודות",
    sticker: "שליחת מדבקה",
    voice: "שליחת הודעה קולית",
    more: "עוד",
    keyboard: "הצגת המקלדת או הסתרתה",
    editLast: "עריכת ההודעה האחרונה",
    editing: "עריכת הודעה",
    cancel: "ביטול",
    photo: "שליחת תמונה",
    document: "שליחת מסמך",
    place: "שליחת מיקום",
    card: "שיתוף איש קשר אחר",
    group: "לומר בקבוצה",
    block: "חסימת הבוט",
    unblock: "ביטול חסימת הבוט",
    blocked: "חסמת את הבוט הזה",
    shareTitle: "לשתף את מספר הטלפון שלך?",
    shareText: "הבוט יידע את מספר הטלפון שלך. זה עשוי לעזור בחיבור לשירותים אחרים.",
    share: "שיתוף",
    groupText: "שלום לכולם",
    contact: "איש קשר",
    hide: "הסתרה",
  },
};

const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);

const primary = (language) => (language || "en").split("-")[0];

/** The app's words for somebody of this language; English where there are none. */
export const labelsFor = (language) => LABELS[primary(language)] ?? ENGLISH;

/** Which way somebody of this language reads. */
export const directionOf = (language) => (RIGHT_TO_LEFT.has(primary(language)) ? "rtl" : "ltr");

/** Clock time of a message, with the digits of the language. */
export function clockTime(seconds, language) {
  const time = new Intl.DateTimeFormat(language || "en", {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return time.format(new Date(seconds * 1000));
}

/** Day of a message as chats head it. */
export function dayOf(seconds, language) {
  const date = new Date(seconds * 1000);
  if (date.toDateString() === new Date().toDateString()) return labelsFor(language).today;
  return new Intl.DateTimeFormat(language || "en", { day: "numeric", month: "long" }).format(date);
}
