// Check a seal in the browser: WebCrypto, the published keys and the signed list; nobody is told who checks.
"use strict";

const Seals = (() => {
  const MARK = "BWB1", LIST = "bawaba-revoked+jws", MARK_BYTES = 12;
  const ES256 = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  const bytes = (text) => new TextEncoder().encode(text);

  function encode(raw) {
    return btoa(String.fromCharCode(...raw)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  }

  // Only the one spelling that is written: lenient decoding would let a changed character pass.
  function decode(text) {
    if (!/^[\w-]*$/.test(text)) throw new Error("not base64url");
    const raw = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
    if (text.length < 8192 && encode(raw) !== text) throw new Error("not as written");
    return raw;
  }

  const read = (text) => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(decode(text)));

  async function holds(jwk, signed, signature) {
    const plain = { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y };
    const key = await crypto.subtle.importKey("jwk", plain, ES256, false, ["verify"]);
    return crypto.subtle.verify(ES256, key, decode(signature), bytes(signed));
  }

  async function readList(jws, keys) {
    const head = read(jws.protected);
    const jwk = keys.find((one) => one.kid === head.kid);
    if (!jwk || head.alg !== "ES256" || head.typ !== LIST) throw new Error("another kind of list");
    if (!(await holds(jwk, `${jws.protected}.${jws.payload}`, jws.signature))) throw new Error("changed list");
    const said = read(jws.payload), words = new Map();
    if (said.v !== 1) throw new Error("another version");
    for (const word of ["superseded", "revoked"]) said[word].forEach((mark) => words.set(mark, word));
    return { issued: new Date(said.iat * 1000), next: new Date(said.next * 1000), words };
  }

  const get = async (url) => { const answer = await fetch(url); if (!answer.ok) throw new Error(url); return answer.json(); };

  // {keys, list}; list is null when none is to be had or its signature does not hold.
  async function published() {
    const { keys } = await get("/.well-known/bawaba/seal-keys.json");
    try { return { keys, list: await readList(await get("/verify/revoked.json"), keys) }; } catch { return { keys, list: null }; }
  }

  const today = () => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Riyadh" }).format(new Date());

  // {word, shown}: valid, revoked, superseded, expired, unknown; newkey: a key that is not kept here; unlisted: no list.
  async function check(text, { keys, list }) {
    const seal = text.trim(), parts = seal.split(".");
    try {
      if (parts.length !== 4 || parts[0] !== MARK) return { word: "unknown", shown: {} };
      const jwk = keys.find((one) => one.kid === parts[1]);
      if (!jwk) return { word: "newkey", shown: {} };
      const signed = parts.slice(0, 3).join(".");
      if (!(await holds(jwk, signed, parts[3]))) return { word: "unknown", shown: {} };
      const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes(signed)));
      const shown = read(parts[2]), mark = encode(hash.slice(0, MARK_BYTES));
      if (!list) return { word: "unlisted", shown };
      const word = list.words.get(mark) || (shown.until && shown.until < today() ? "expired" : "valid");
      return { word, shown };
    } catch { return { word: "unknown", shown: {} }; }
  }

  // Our PDFs carry the seal in their open description.
  function inPdf(raw) {
    const text = new TextDecoder("latin1").decode(raw);
    const found = text.match(/BWB1\.[\w-]{1,40}\.[\w-]{1,3500}\.[\w-]{86}(?![\w-])/);
    return found ? found[0] : null;
  }

  return { published, check, inPdf, MARK };
})();
