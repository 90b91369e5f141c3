// Words that count down to an exam's start or end; when the time has come the page is loaded anew.
const words = document.querySelectorAll("[data-until]");
const skew = words.length ? Number(words[0].dataset.now) - Date.now() / 1000 : 0; // the server's clock counts

function inWords(seconds) {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days) return `${days} 天 ${hours % 24} 小时`;
  if (hours) return `${hours} 小时 ${minutes % 60} 分钟`;
  return minutes ? `${minutes} 分钟` : "不到一分钟";
}

let loaded = false;
setInterval(() => {
  for (const one of words) {
    const left = Number(one.dataset.until) - Date.now() / 1000 - skew;
    if (left > 0) one.textContent = inWords(left);
    else if (!loaded && !document.querySelector("details[open] form")) {
      loaded = true; // what somebody is typing is not taken away
      setTimeout(() => location.reload(), 1500);
    }
  }
}, 1000);
