// The page: who speaks, what is shown, what is sent. State comes from the server, whole at first, then change by change.

import { bubble, summary } from "./message.js";
import { CommandMenu } from "./commands.js";
import { day, speak, word } from "./words.js";
import { element } from "./text.js";

const $ = (id) => document.getElementById(id);
const NEAR = 90; // pixels from the end within which the log follows
const TYPING = 5000; // a sign of life lasts five seconds, as in Telegram

const state = { bot: {}, people: [], chats: {}, me: null, waiting: new Map(), answered: new Set(), missed: 0, typesNext: false, replyTo: null };
const drafts = new Map();
const memory = {
  get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
  set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* private mode: forget */ } },
};

const me = () => state.people.find((person) => person.id === state.me);
const chat = (id = state.me) => state.chats[id];

// ---- what people do

async function post(path, content) {
  try {
    const response = await fetch(`/chat/${path}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ user_id: state.me, ...content }),
    });
    if (!response.ok) throw new Error(response.statusText);
    return await response.json();
  } catch {
    toast(word("failed"));
    return null;
  }
}

const act = {
  say: (text, reply_to) => { scrollToEnd(); return post("say", { text, reply_to }); },
  replyTo: (message) => { quote(message); $("composer").focus(); },
  toast,
  reveal: (id) => {
    const node = $("log").querySelector(`[data-message-id="${CSS.escape(String(id))}"]`);
    node?.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
    node?.classList.add("shown");
    setTimeout(() => node?.classList.remove("shown"), 1500);
  },
  view: (source, description) => {
    $("viewer-image").src = source;
    $("viewer-image").alt = description;
    $("viewer").showModal();
  },
  copy: async (text) => {
    try { await navigator.clipboard.writeText(text); toast(word("copied")); } catch { toast(word("notCopied")); }
  },
  press: async (messageId, data, button) => {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    const asked = await post("press", { message_id: messageId, data });
    const done = () => button.removeAttribute("aria-busy");
    if (!asked || state.answered.has(asked.query_id)) return done();
    state.waiting.set(asked.query_id, done);
    setTimeout(done, 15000);
  },
  isInside: (address) => payload(address) !== null,
  // Open a link of ours inside the page: t.me/<bot>?start=… says /start …; tell whether it was one.
  follow: (address) => {
    const start = payload(address);
    if (start === null) return false;
    act.say(start ? `/start ${start}` : "/start");
    return true;
  },
};

function payload(address) {
  let url;
  try { url = new URL(address); } catch { return null; }
  const name = state.bot.username.toLowerCase();
  const parameter = url.searchParams.get("start") ?? "";
  if (/^(www\.)?(t|telegram)\.me$/.test(url.hostname) && url.pathname.slice(1).toLowerCase() === name) return parameter;
  if (url.protocol === "tg:" && address.includes("resolve") && url.searchParams.get("domain")?.toLowerCase() === name) return parameter;
  return null;
}

// ---- what is shown

function showPeople() {
  const tabs = state.people.map((person) => {
    const tab = element("button", "person");
    const current = person.id === state.me;
    const unread = current ? 0 : unreadOf(person.id);
    tab.type = "button";
    tab.dataset.testid = `person-${person.id}`;
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-selected", String(current));
    tab.setAttribute("aria-controls", "panel");
    tab.tabIndex = current ? 0 : -1;
    const label = element("span", "label");
    label.append(element("span", "name", person.name), element("span", "tag", role(person)));
    const face = element("span", "face", person.name[0]);
    tab.append(face, label);
    if (unread) {
      const badge = element("span", "badge", unread > 99 ? "99+" : String(unread));
      badge.setAttribute("aria-label", `${unread} ${word("unread")}`);
      face.append(badge);
    }
    tab.addEventListener("click", () => open(person.id));
    return tab;
  });
  const focused = document.activeElement?.getAttribute("role") === "tab";
  $("people").replaceChildren(...tabs);
  $("people").setAttribute("aria-label", word("people"));
  if (focused) $("people").querySelector('[aria-selected="true"]').focus();
}

function role({ administrator, language }) {
  if (administrator) return word("administrator");
  return new Intl.DisplayNames([language], { type: "language" }).of(language.slice(0, 2));
}

function unreadOf(id) {
  const read = Number(memory.get(`read-${id}`) || 0);
  return [...chat(id).messages.values()].filter((message) => message.from.is_bot && message.message_id > read).length;
}

function markRead() {
  const last = [...chat().messages.keys()].at(-1);
  if (last) memory.set(`read-${state.me}`, last);
}

function open(id) {
  if (state.me !== null) drafts.set(state.me, $("composer").value);
  state.me = id;
  memory.set("me", id);
  speak(me().language);
  $("composer").value = drafts.get(id) || "";
  grow();
  menu.close();
  setTyping(null);
  quote(null);
  showLabels();
  showLog();
  showPinned();
  markRead();
  showPeople();
}

function showLabels() {
  const person = me();
  const name = person.bot_name || state.bot.name;
  document.title = name;
  $("bot-name").textContent = name;
  $("avatar").textContent = name[0];
  $("status").textContent = person.blocked ? word("blockedStatus") : word("bot");
  $("empty-title").textContent = word("whatCan");
  $("empty-text").textContent = person.description;
  $("block").textContent = word(person.blocked ? "unblock" : "block");
  $("composer").placeholder = word("composer");
  $("alert-close").textContent = word("ok");
  $("offline").textContent = word("offline");
  const names = { "quote-close": "close", more: "more", commands: "commands", send: "send", composer: "composer", log: "log", down: "newMessages", "viewer-close": "close", "command-list": "commands" };
  for (const [id, key] of Object.entries(names)) $(id).setAttribute("aria-label", word(key));
  showFoot();
}

function showFoot() {
  const empty = chat().messages.size === 0;
  const { blocked } = me();
  $("start").hidden = !(empty || blocked);
  $("composer-form").hidden = empty || blocked;
  if (state.typesNext && !$("composer-form").hidden) { state.typesNext = false; $("composer").focus(); }
  $("start").textContent = word(blocked && !empty ? "restart" : "start");
  $("empty").hidden = !empty || !me().description;
}

function showLog() {
  const log = $("log");
  log.setAttribute("aria-busy", "true");
  log.replaceChildren();
  for (const message of chat().messages.values()) append(message);
  log.removeAttribute("aria-busy");
  state.missed = 0;
  log.scrollTop = log.scrollHeight;
  showDown();
}

const make = (message) => bubble(message, chat().reactions[message.message_id], act);

function append(message) {
  const log = $("log");
  const date = new Date(message.date * 1000).toDateString();
  if (log.dataset.date !== date || !log.querySelector(".day")) {
    log.append(element("p", "day", day(message.date)));
    log.dataset.date = date;
  }
  log.append(make(message));
}

function upsert(message) {
  const old = $("log").querySelector(`[data-message-id="${message.message_id}"]`);
  const follows = nearEnd();
  if (old) {
    replaceInPlace(old, make(message));
  } else {
    if (message.from.is_bot) setTyping(null);
    append(message);
    if (!follows && message.from.is_bot) state.missed += 1;
  }
  if (follows || !message.from.is_bot) scrollToEnd();
  showDown();
}

// An edit must not take the keyboard from someone who is on a button of the message.
function replaceInPlace(old, fresh) {
  const keys = [...old.querySelectorAll(".key")];
  const at = keys.indexOf(document.activeElement);
  const inside = old.contains(document.activeElement);
  old.replaceWith(fresh);
  const candidates = fresh.querySelectorAll(".key");
  if (at >= 0 && candidates.length) candidates[Math.min(at, candidates.length - 1)].focus({ preventScroll: true });
  else if (inside) $("composer").focus({ preventScroll: true });
}

function showPinned() {
  const last = chat().pinned.map((id) => chat().messages.get(id)).filter(Boolean).at(-1);
  $("pinned").hidden = !last;
  if (!last) return;
  $("pinned").replaceChildren(element("b", "", word("pinned")), element("span", "", summary(last)));
  $("pinned").onclick = () => act.reveal(last.message_id);
}

let typingEnds = 0;
function setTyping(action) {
  clearTimeout(typingEnds);
  const status = $("status");
  status.classList.toggle("typing", Boolean(action));
  const idle = me()?.blocked ? word("blockedStatus") : word("bot");
  status.textContent = action ? word(action.startsWith("upload") ? "upload" : "typing") : idle;
  $("log").querySelector(".typing-bubble")?.remove();
  if (!action) return;
  const follows = nearEnd();
  const dots = element("div", "typing-bubble");
  dots.setAttribute("aria-hidden", "true");
  dots.append(element("i"), element("i"), element("i"));
  $("log").append(dots);
  if (follows) scrollToEnd();
  typingEnds = setTimeout(() => setTyping(null), TYPING);
}

let toastEnds = 0;
function toast(text) {
  clearTimeout(toastEnds);
  $("toast").textContent = text;
  $("toast").hidden = false;
  toastEnds = setTimeout(() => { $("toast").hidden = true; }, Math.max(3000, text.length * 60));
}

const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const nearEnd = () => $("log").scrollHeight - $("log").scrollTop - $("log").clientHeight < NEAR;

function scrollToEnd() {
  state.missed = 0;
  $("log").scrollTo({ top: $("log").scrollHeight, behavior: calm() ? "auto" : "smooth" });
}

function showDown() {
  if (nearEnd()) state.missed = 0;
  $("down").hidden = nearEnd();
  $("down-count").textContent = state.missed || "";
}

// ---- what the server says

const receive = {
  state({ bot, people, chats }) {
    Object.assign(state, { bot, people });
    for (const [id, { messages, pinned, reactions }] of Object.entries(chats)) {
      state.chats[id] = { messages: new Map(messages.map((one) => [one.message_id, one])), pinned, reactions };
    }
    const wanted = state.me ?? Number(memory.get("me"));
    open(people.some(({ id }) => id === wanted) ? wanted : people[0].id);
    document.body.dataset.ready = "true";
  },
  message({ message }) {
    const held = chat(message.chat.id);
    if (!held) return; // a group: not shown here
    held.messages.set(message.message_id, message);
    if (message.chat.id === state.me) {
      upsert(message);
      markRead();
      showFoot();
      showPinned();
    } else {
      showPeople();
    }
  },
  deleted({ chat_id: id, message_ids: gone }) {
    const held = chat(id);
    if (!held) return;
    for (const one of gone) held.messages.delete(one);
    held.pinned = held.pinned.filter((one) => !gone.includes(one));
    if (id !== state.me) return;
    for (const one of gone) $("log").querySelector(`[data-message-id="${one}"]`)?.remove();
    showPinned();
    showFoot();
    showDown();
  },
  pinned({ chat_id: id, pinned }) {
    if (chat(id)) chat(id).pinned = pinned;
    if (id === state.me) showPinned();
  },
  reaction({ chat_id: id, message_id: number, reactions }) {
    if (!chat(id)) return;
    chat(id).reactions[number] = reactions;
    const message = chat(id).messages.get(number);
    if (id === state.me && message) upsert(message);
  },
  action({ chat_id: id, action }) {
    if (id === state.me) setTyping(action);
  },
  answer({ query_id: id, user_id: user, text, show_alert: alerting, url }) {
    state.answered.add(id);
    state.waiting.get(id)?.();
    state.waiting.delete(id);
    if (user !== state.me) return;
    if (url && act.follow(url)) return;
    if (text && alerting) {
      $("alert-text").textContent = text;
      $("alert").showModal();
    } else if (text) {
      toast(text);
    }
  },
  commands({ people, bot }) {
    Object.assign(state, { people, bot });
    showLabels();
    showPeople();
    if (menu.isOpen) menu.open(menu.pinned);
  },
  blocked({ user_id: id, blocked }) {
    state.people.find((person) => person.id === id).blocked = blocked;
    if (id === state.me) showLabels();
  },
};

function listen() {
  const stream = new EventSource("/chat/events");
  stream.onmessage = ({ data }) => {
    $("offline").hidden = true;
    const change = JSON.parse(data);
    receive[change.type]?.(change);
  };
  stream.onerror = () => {
    $("offline").hidden = false;
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
  };
}

// ---- the composer

function grow() {
  const box = $("composer");
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 140)}px`;
  $("send").disabled = !box.value.trim();
}

function quote(message) {
  state.replyTo = message?.message_id ?? null;
  $("quote").hidden = !message;
  $("quote-text").textContent = message ? summary(message) : "";
}

async function submit() {
  const text = $("composer").value.trim();
  if (!text) return;
  const replyTo = state.replyTo ?? undefined;
  $("composer").value = "";
  quote(null);
  grow();
  menu.close();
  if (!(await act.say(text, replyTo)) && !$("composer").value) {
    $("composer").value = text;
    grow();
  }
}

const menu = new CommandMenu({
  list: $("command-list"), opener: $("commands"), composer: $("composer"), commands: () => me().commands, send: (text) => { grow(); act.say(text); },
});

$("composer").addEventListener("input", () => { grow(); menu.follow(); });
$("composer").addEventListener("keydown", (event) => {
  if (event.isComposing || menu.key(event)) { grow(); return; }
  if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); submit(); }
});
$("composer-form").addEventListener("submit", (event) => { event.preventDefault(); submit(); $("composer").focus(); });
// A tap must not raise a phone's keyboard over the first reply; whoever pressed a key (detail 0) has a keyboard already.
$("start").addEventListener("click", async ({ detail: clicks }) => {
  state.typesNext = clicks === 0 || matchMedia("(pointer: fine)").matches;
  await act.say("/start");
});
$("quote-close").addEventListener("click", () => { quote(null); $("composer").focus(); });
$("down").addEventListener("click", scrollToEnd);
$("log").addEventListener("scroll", showDown, { passive: true });
new ResizeObserver(() => { if (!state.missed && nearEnd()) $("log").scrollTop = $("log").scrollHeight; }).observe($("log"));

$("people").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const at = state.people.findIndex(({ id }) => id === state.me);
  open(state.people[(at + step + state.people.length) % state.people.length].id);
});

function showMore(visible) {
  $("more-menu").hidden = !visible;
  $("more").setAttribute("aria-expanded", String(visible));
  if (visible) $("block").focus();
}
$("more").addEventListener("click", () => showMore($("more-menu").hidden));
$("more-menu").addEventListener("keydown", (event) => { if (event.key === "Escape") { showMore(false); $("more").focus(); } });
document.addEventListener("click", (event) => { if (!event.target.closest(".more")) showMore(false); });
$("block").addEventListener("click", () => { showMore(false); post("block", { blocked: !me().blocked }); $("more").focus(); });
$("viewer").addEventListener("click", (event) => { if (event.target.id !== "viewer-image") $("viewer").close(); });

listen();
