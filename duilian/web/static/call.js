// The call screen. Every message carries a key of its own and how many exchanges this tab has seen: sent again after a lost
// connection it is heard once, and a second tab is told to reload.
const data = JSON.parse(document.getElementById("call-data").textContent);
const csrf = document.querySelector("meta[name=csrf]").content;
const $ = (id) => document.getElementById(id);
const chat = $("chat");
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
let seen = data.exchanges.length;
let busy = false;
let began = data.began;

// --- switches, remembered by this browser ---------------------------------------------------------------------------------
const can = { speak: "speechSynthesis" in window, listen: "SpeechRecognition" in window || "webkitSpeechRecognition" in window };
for (const name of ["pace", "speak", "listen"]) {
  const box = $(name);
  box.checked = (localStorage.getItem(name) ?? (name === "pace" ? "1" : "0")) === "1" && can[name] !== false;
  box.addEventListener("change", () => {
    localStorage.setItem(name, box.checked ? "1" : "0");
    if (name === "listen") location.reload(); // the microphone's button is made with the component
  });
}
for (const label of document.querySelectorAll("[data-needs]")) label.hidden = !can[label.dataset.needs];

function speak(text) {
  if (!can.speak || !$("speak").checked) return;
  const words = new SpeechSynthesisUtterance(text);
  words.lang = "zh-CN";
  speechSynthesis.speak(words);
}

// --- sending ----------------------------------------------------------------------------------------------------------------
function trouble(sentence) {
  $("trouble").textContent = sentence;
  $("trouble").hidden = !sentence;
}

async function send(fields) {
  // Until an answer comes, whatever it is: the line may be down for a while.
  const body = new URLSearchParams({ key: crypto.randomUUID?.() ?? String(Math.random()).slice(2), seen, ...fields });
  for (let tries = 1; ; tries += 1) {
    let answer;
    try {
      answer = await fetch(`/sessions/${data.session}/turns`, {
        method: "POST", body, headers: { "X-CSRF-Token": csrf, Accept: "application/json" },
      });
    } catch {
      answer = null;
    }
    if (answer && answer.status < 500) return { ok: answer.ok, status: answer.status, ...(await answer.json()) };
    const told = answer ? await answer.json().catch(() => ({})) : {};
    trouble(told.why === "debrief_owed" ? told.error : "网络断开，正在重新连接……您说的话不会丢，也不会重复。");
    await wait(Math.min(1000 * tries, 5000));
  }
}

function over(mine) {
  $("state").textContent = data.visit ? "拜访结束" : mine ? "您挂断了" : "对方已挂断";
  $("hang-up").disabled = true;
  chat.disableSubmitButton?.(true);
  addEventListener("pagehide", () => speechSynthesis?.cancel?.());
  setTimeout(() => location.assign(data.room ?? `/sessions/${data.session}/debrief`), $("pace").checked ? 1800 : 300);
}

// New lines are read out by screen readers; the component itself says nothing to them.
function announce(replies) {
  $("heard").textContent = replies.map((reply) => `${reply.client ? data.who : "提示"}：${reply.text}`).join(" ");
}

const role = (reply) => (reply.client ? "ai" : "coach");

async function exchange(fields, show) {
  if (busy) return;
  busy = true;
  $("state").textContent = "对方在听……";
  const answer = await send(fields);
  busy = false;
  if (!answer.ok) {
    trouble(answer.error);
    $("state").textContent = "";
    show([]);
    if (["stale", "over", "time_up"].includes(answer.why)) setTimeout(() => location.reload(), 2500);
    return;
  }
  trouble("");
  seen = answer.number + 1;
  const words = answer.replies.filter((reply) => reply.client).map((reply) => reply.text).join("");
  if ($("pace").checked) await wait(Math.min(500 + 60 * words.length, 3500));
  show(answer.replies.map((reply) => ({ text: reply.text, role: role(reply) })));
  announce(answer.replies);
  speak(words);
  if (!answer.over && !$("sure").open) setTimeout(() => chat.focusInput?.(), 50); // what is typed next goes into the box
  $("state").textContent = data.visit ? "拜访中" : "通话中";
  if (answer.over) over(Boolean(fields.hang_up));
}

// --- the component ----------------------------------------------------------------------------------------------------------
const dark = matchMedia("(prefers-color-scheme: dark)").matches;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const bubble = (background, text) => ({ bubble: { backgroundColor: background, color: text, maxWidth: "80%", fontSize: "1rem", lineHeight: "1.6" } });

chat.history = data.exchanges.flatMap((one) => [
  ...(one.text ? [{ role: "user", text: one.text }] : []),
  ...one.replies.map((reply) => ({ role: role(reply), text: reply.text })),
]);
chat.connect = {
  handler: (body, signals) => exchange({ text: body.messages.at(-1).text }, (replies) => signals.onResponse(replies.length ? replies : { text: "", role: "ai" })),
};
chat.messageStyles = {
  default: {
    shared: bubble(colour("--tint"), colour("--ink")),
    user: bubble(colour("--accent"), colour("--on-accent")),
    ai: bubble(colour("--tint"), colour("--ink")),
    coach: bubble(colour("--doubt-tint"), colour("--doubt")),
  },
  loading: { message: { styles: { bubble: { backgroundColor: colour("--tint"), color: colour("--quiet") } } } },
};
chat.textInput = {
  placeholder: { text: data.visit ? "对客户说……" : "输入您要说的话……", style: { color: colour("--quiet") } },
  characterLimit: data.longest,
  styles: { container: { backgroundColor: colour("--card"), border: `1px solid ${colour("--quiet")}`, boxShadow: "none" }, text: { color: colour("--ink"), fontSize: "1rem" } },
};
chat.inputAreaStyle = { backgroundColor: colour("--card") };
chat.errorMessages = { displayServiceErrorMessages: false };
if (can.listen && $("listen").checked) {
  const faults = {
    "not-allowed": "浏览器没有允许使用麦克风；请在地址栏左边点开权限，允许麦克风，再试一次。",
    "service-not-allowed": "这个浏览器不能语音输入；请打字，或者换一个浏览器。",
    "audio-capture": "没有找到麦克风；请检查麦克风有没有插好。",
    "no-speech": "没有听到声音；请靠近麦克风再说一次。",
    network: "语音识别连不上网络；请打字，或者稍后再试。",
  };
  chat.speechToText = { webSpeech: { language: "zh-CN" }, displayInterimResults: true };
  const Hearing = window.SpeechRecognition ?? window.webkitSpeechRecognition;
  const start = Hearing.prototype.start;
  Hearing.prototype.start = function (...given) {
    this.addEventListener?.("error", (event) => event.error !== "aborted" && trouble(faults[event.error] ?? "语音输入出了问题；请打字，或者再试一次。"));
    return start.apply(this, given);
  };
}
if (dark) chat.auxiliaryStyle = "::-webkit-scrollbar-thumb { background-color: #55606d; }";

chat.onComponentRender = () => setTimeout(() => {
  chat.scrollToBottom?.();
  const root = chat.shadowRoot;
  root.getElementById("text-input")?.setAttribute("aria-label", "您要说的话");
  for (const button of root.querySelectorAll(".input-button")) {
    button.style.minWidth = button.style.minHeight = "44px"; // a thumb's width
    button.setAttribute("aria-label", button.querySelector("[id*=microphone], [class*=microphone]") ? "语音输入" : "发送");
  }
}, 50);

// A call just begun rings first, as long as the answer would take.
const fresh = seen === 1 && Date.now() / 1000 - data.began < 15 && $("pace").checked;
if (fresh) {
  $("ringing").hidden = false;
  chat.style.visibility = "hidden";
  $("state").textContent = data.visit ? "正在敲门……" : "正在拨号……";
  setTimeout(() => {
    began = Date.now() / 1000;
    $("state").textContent = data.visit ? "拜访中" : "接通了";
    announce(data.exchanges[0].replies);
    $("ringing").hidden = true;
    chat.style.visibility = "";
    chat.focusInput?.();
    speak(data.exchanges[0].replies.map((reply) => reply.text).join(""));
  }, 2200);
}

// --- ringing, the clock, hanging up -----------------------------------------------------------------------------------------
if (!fresh) $("state").textContent = data.visit ? "拜访中" : seen > 1 ? "通话中" : "接通了";
setInterval(() => {
  if (!$("ringing").hidden) return; // nobody has answered yet
  const seconds = Math.max(0, Math.floor(Date.now() / 1000 - began));
  const two = (n) => String(n).padStart(2, "0");
  $("clock").textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}, 500);

// In an exam: how long it takes, by the server's clock; at its end the page is loaded anew, and the call is ended there.
if (data.ends) {
  const skew = data.now - Date.now() / 1000;
  let told = false;
  setInterval(() => {
    const left = Math.floor(data.ends - Date.now() / 1000 - skew);
    const minutes = Math.floor(left / 60);
    $("left").textContent = left <= 0 ? "时间到" : minutes >= 60 ? `考试还有 ${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分钟` : minutes ? `考试还有 ${minutes} 分钟` : `考试还有 ${left} 秒`;
    if (left > 0 || told) return;
    told = true;
    trouble("考试时间到，通话结束，已经说的照样评分。");
    chat.disableSubmitButton?.(true);
    setTimeout(() => location.reload(), 1500);
  }, 1000);
}

$("hint")?.addEventListener("click", () => exchange({ text: "提示" }, (replies) => replies.forEach((reply) => chat.addMessage(reply))));
$("hang-up").addEventListener("click", () => $("sure").showModal());
$("sure-no").addEventListener("click", () => $("sure").close());
$("sure-yes").addEventListener("click", () => {
  $("sure").close();
  exchange({ hang_up: "1" }, (replies) => replies.forEach((reply) => chat.addMessage(reply)));
});
