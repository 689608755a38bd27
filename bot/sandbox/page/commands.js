// The menu of commands above the composer: opened by its button or by typing "/", filtered by what is typed.

import { word } from "./words.js";
import { element } from "./text.js";

export class CommandMenu {
  constructor({ list, opener, composer, commands, send }) {
    Object.assign(this, { list, opener, composer, commands, send, at: -1, shown: [], pinned: false });
    opener.addEventListener("click", () => (this.isOpen && this.pinned ? this.close() : this.open(true)));
    document.addEventListener("click", (event) => {
      if (!list.contains(event.target) && !opener.contains(event.target) && event.target !== composer) this.close();
    });
  }

  get isOpen() { return !this.list.hidden; }

  // Follow what is typed: the menu is there while the text is the beginning of a command.
  follow() {
    if (/^\/\w*$/.test(this.composer.value)) this.open(false);
    else this.close();
  }

  open(byButton) {
    const typed = /^\/\w*$/.test(this.composer.value) ? this.composer.value.slice(1).toLowerCase() : "";
    this.shown = this.commands().filter(({ command }) => command.startsWith(typed));
    this.pinned = byButton;
    this.at = -1;
    this.list.replaceChildren(...this.shown.map((one, index) => this.option(one, index)));
    if (!this.shown.length) {
      if (!byButton) return this.close();
      this.list.append(element("p", "nothing", word("noCommand")));
    }
    this.list.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    if (byButton) this.composer.focus();
  }

  close() {
    this.list.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    this.composer.removeAttribute("aria-activedescendant");
  }

  // Take a key that is meant for the menu; tell whether it was.
  key(event) {
    if (!this.isOpen) return false;
    if (event.key === "Escape") this.close();
    else if (event.key === "ArrowDown") this.move(1);
    else if (event.key === "ArrowUp") this.move(-1);
    else if (event.key === "Tab" && !event.shiftKey && !this.pinned && this.shown.length) this.complete();
    else if (event.key === "Enter" && !event.shiftKey && this.at >= 0) this.choose(this.shown[this.at]);
    else return false;
    event.preventDefault();
    return true;
  }

  option({ command, description }, index) {
    const node = element("div", "option");
    node.id = `command-${index}`;
    node.setAttribute("role", "option");
    node.dataset.testid = "command";
    node.append(element("b", "", `/${command}`), element("span", "", description));
    node.addEventListener("click", () => this.choose({ command }));
    return node;
  }

  move(step) {
    if (!this.shown.length) return;
    this.at = (this.at + step + this.shown.length + (this.at < 0 && step < 0 ? 1 : 0)) % this.shown.length;
    [...this.list.children].forEach((node, index) => node.setAttribute("aria-selected", String(index === this.at)));
    this.list.children[this.at].scrollIntoView({ block: "nearest" });
    this.composer.setAttribute("aria-activedescendant", `command-${this.at}`);
  }

  complete() {
    this.composer.value = `/${this.shown[Math.max(this.at, 0)].command} `;
    this.close();
  }

  choose({ command }) {
    this.composer.value = "";
    this.close();
    this.send(`/${command}`);
  }
}
