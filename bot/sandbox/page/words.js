// What the page itself says, in the language of the person whose tab is open.

const WORDS = {
  fr: {
    people: "Vous êtes", more: "Autres actions", block: "Bloquer le bot", unblock: "Débloquer le bot",
    bot: "bot", typing: "écrit", upload: "envoie un fichier", composer: "Message", send: "Envoyer", commands: "Commandes",
    noCommand: "Aucune commande", start: "Démarrer", restart: "Redémarrer le bot", log: "Conversation",
    whatCan: "Que peut faire ce bot ?", today: "Aujourd’hui", yesterday: "Hier", edited: "modifié",
    newMessages: "Aller aux nouveaux messages", copied: "Copié dans le presse-papiers", notCopied: "Copie impossible ici",
    notHere: "Ce bouton n’a d’effet que dans Telegram", offline: "Connexion perdue, nouvelle tentative…", close: "Fermer", reply: "Répondre",
    ok: "OK", spoiler: "Texte masqué, activer pour lire", expand: "Lire la suite", collapse: "Replier",
    administrator: "administration", unread: "non lus", blockedStatus: "bloqué", download: "Télécharger", photo: "Photo",
    you: "Vous", forwarded: "Transféré de", pinned: "Message épinglé", opensTab: "s’ouvre dans un nouvel onglet",
    copies: "copie dans le presse-papiers", failed: "Message non envoyé, réessayez", units: ["o", "Ko", "Mo"],
  },
  en: {
    people: "You are", more: "More actions", block: "Block bot", unblock: "Unblock bot",
    bot: "bot", typing: "typing", upload: "sending a file", composer: "Message", send: "Send", commands: "Commands",
    noCommand: "No such command", start: "Start", restart: "Restart bot", log: "Conversation",
    whatCan: "What can this bot do?", today: "Today", yesterday: "Yesterday", edited: "edited",
    newMessages: "Go to new messages", copied: "Copied to clipboard", notCopied: "Cannot copy here",
    notHere: "This button works only in Telegram", offline: "Connection lost, trying again…", close: "Close", reply: "Reply",
    ok: "OK", spoiler: "Hidden text, activate to read", expand: "Show more", collapse: "Show less",
    administrator: "administrator", unread: "unread", blockedStatus: "blocked", download: "Download", photo: "Photo",
    you: "You", forwarded: "Forwarded from", pinned: "Pinned message", opensTab: "opens in a new tab",
    copies: "copies to the clipboard", failed: "Message not sent, try again", units: ["B", "KB", "MB"],
  },
};

let language = "fr";

export function speak(code) {
  language = (code || "fr").toLowerCase().startsWith("fr") ? "fr" : "en";
  document.documentElement.lang = language;
}

export const word = (key) => WORDS[language][key];

const locale = () => (language === "fr" ? "fr-FR" : "en-GB");
const format = (date, options) => new Intl.DateTimeFormat(locale(), options).format(date);

export const clock = (seconds) => format(new Date(seconds * 1000), { hour: "2-digit", minute: "2-digit" });

export function day(seconds) {
  const date = new Date(seconds * 1000);
  const midnight = (when) => new Date(when).setHours(0, 0, 0, 0);
  const ago = Math.round((midnight(Date.now()) - midnight(date)) / 864e5);
  if (ago === 0) return word("today");
  if (ago === 1) return word("yesterday");
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
  return format(date, { day: "numeric", month: "long", year });
}

// Telegram's date-time entity: `r`, or any of w (weekday), d or D (date), t or T (time), in the viewer's own zone.
export function moment(seconds, style) {
  const date = new Date(seconds * 1000);
  if (/^r$/i.test(style)) return relative(seconds);
  const options = {};
  if (/w/i.test(style)) options.weekday = /D/.test(style) ? "long" : "short";
  if (style.includes("d")) Object.assign(options, { day: "2-digit", month: "2-digit", year: "2-digit" });
  if (style.includes("D")) Object.assign(options, { day: "numeric", month: "long", year: "numeric" });
  if (/t/i.test(style)) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (style.includes("T")) options.second = "2-digit";
  return format(date, options);
}

export const fullMoment = (seconds) => format(new Date(seconds * 1000), { dateStyle: "full", timeStyle: "long" });

function relative(seconds) {
  const left = seconds - Date.now() / 1000;
  const steps = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = steps.find(([, each]) => Math.abs(left) >= each) || steps[3];
  return new Intl.RelativeTimeFormat(locale(), { numeric: "auto" }).format(Math.round(left / size), unit);
}

export function size(bytes) {
  const units = word("units");
  const step = bytes < 1024 ? 0 : bytes < 1048576 ? 1 : 2;
  const value = bytes / 1024 ** step;
  return `${new Intl.NumberFormat(locale(), { maximumFractionDigits: value < 10 && step ? 1 : 0 }).format(value)}\u00a0${units[step]}`;
}
