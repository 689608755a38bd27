// One bubble: quotation, file, words, time, keyboard.

import { clock, size, word } from "./words.js";
import { element, formatted } from "./text.js";

export function bubble(message, reactions, act) {
  const mine = !message.from.is_bot;
  const row = element("article", "message");
  row.dataset.testid = "message";
  row.dataset.messageId = message.message_id;
  row.dataset.from = mine ? "me" : "bot";
  row.setAttribute("aria-label", `${mine ? word("you") : message.from.first_name}, ${clock(message.date)}`);
  const body = element("div", "bubble");
  const parts = [origin(message), quotation(message, act), picture(message, act), file(message)];
  body.append(...parts.filter(Boolean), words(message, act), footer(message, mine, act));
  if (message.photo && !message.caption) body.classList.add("bare");
  row.append(body);
  if (reactions?.length) row.append(element("div", "reactions", reactions.map((one) => one.emoji).join(" ")));
  const rows = message.reply_markup?.inline_keyboard;
  if (rows) row.append(keyboard(message, rows, act));
  return row;
}

export const summary = (message) =>
  (message.text || message.caption || message.document?.file_name || word("photo")).split("\n")[0];

function origin(message) {
  const sender = message.forward_origin?.sender_user;
  return sender && element("p", "origin", `${word("forwarded")} ${sender.first_name}`);
}

function quotation(message, act) {
  const original = message.reply_to_message;
  if (!original) return null;
  const node = element("button", "quotation");
  node.type = "button";
  node.append(element("b", "", original.from.is_bot ? original.from.first_name : word("you")), element("span", "", summary(original)));
  node.addEventListener("click", () => act.reveal(original.message_id));
  return node;
}

const address = (id, name) => `/chat/files/${encodeURIComponent(id)}/${encodeURIComponent(name)}`;

function picture(message, act) {
  const photo = message.photo?.at(-1);
  if (!photo) return null;
  const button = element("button", "photo");
  button.type = "button";
  button.setAttribute("aria-label", word("photo"));
  const image = element("img");
  image.src = address(photo.file_id, "photo");
  image.alt = message.caption || word("photo");
  image.width = photo.width;
  image.height = photo.height;
  button.append(image);
  button.addEventListener("click", () => act.view(image.src, image.alt));
  return button;
}

function file(message) {
  const { document: sent } = message;
  if (!sent) return null;
  const node = element("a", "file");
  node.href = address(sent.file_id, sent.file_name);
  node.download = sent.file_name;
  node.dataset.testid = "file";
  node.setAttribute("aria-label", `${word("download")} ${sent.file_name}, ${size(sent.file_size)}`);
  const extension = sent.file_name.includes(".") ? sent.file_name.split(".").at(-1).slice(0, 4) : "";
  const text = element("span", "file-text");
  text.append(element("span", "file-name", sent.file_name), element("span", "file-size", size(sent.file_size)));
  node.append(element("span", "file-icon", extension), text);
  return node;
}

function words(message, act) {
  const node = element("div", "text");
  const mine = !message.from.is_bot;
  // As in Telegram, the payload of a deep link is for the bot, not for the eye.
  const shown = mine ? (message.text || "").replace(/^\/start \S+$/, "/start") : message.text ?? message.caption ?? "";
  const entities = (message.entities || message.caption_entities || []).filter((one) => one.offset < shown.length);
  node.append(formatted(shown, entities, act));
  node.dir = "auto";
  return node;
}

function footer(message, mine, act) {
  const node = element("span", "meta");
  if (!mine) node.append(reply(message, act), " ");
  if (message.edit_date) node.append(element("span", "edited", word("edited")), " ");
  const time = element("time", "", clock(message.date));
  time.dateTime = new Date(message.date * 1000).toISOString();
  node.append(time);
  if (mine) node.append(element("span", "tick", "✓"));
  return node;
}

function reply(message, act) {
  const node = element("button", "reply", "↩");
  node.type = "button";
  node.title = word("reply");
  node.dataset.testid = "reply";
  node.setAttribute("aria-label", word("reply"));
  node.addEventListener("click", () => act.replyTo(message));
  return node;
}

function keyboard(message, rows, act) {
  const node = element("div", "keyboard");
  node.setAttribute("role", "group");
  for (const row of rows) {
    const line = element("div", "keys");
    line.append(...row.map((button) => key(message, button, act)));
    node.append(line);
  }
  return node;
}

function key(message, button, act) {
  const node = element(button.url ? "a" : "button", "key");
  node.dataset.testid = "button";
  if (button.style) node.dataset.style = button.style;
  node.append(element("span", "", button.text));
  if (button.url) {
    node.href = button.url;
    node.target = "_blank";
    node.rel = "noopener noreferrer";
    const inside = act.isInside(button.url);
    if (!inside) mark(node, "url", word("opensTab"));
    node.addEventListener("click", (event) => { if (act.follow(button.url)) event.preventDefault(); });
    return node;
  }
  node.type = "button";
  if (button.copy_text) mark(node, "copy", word("copies"));
  node.addEventListener("click", () => {
    if (button.copy_text) act.copy(button.copy_text.text);
    else if (button.callback_data !== undefined) act.press(message.message_id, button.callback_data, node);
    else act.toast(word("notHere"));
  });
  return node;
}

function mark(node, kind, description) {
  node.dataset.kind = kind;
  node.title = description;
}
