// @ts-check
/**
 * Live updates. Elements say what they show: `data-live-topic="idea:GS-000123" data-live-version="17"`, and where their
 * words come from: `data-live-src="/…"`, a fragment that replaces the element by itself.
 *
 * A frame that carries figures is shown at once and costs no request. Any other frame makes the element fetch its
 * fragment over HTTP, where rights are checked, after up to three seconds of jitter and only while the tab is seen.
 * Frames may be lost: on each new connection, and every minute, the versions shown are sent, and the server answers with what
 * has changed. Without a socket the fragments are fetched every 15 ± 5 seconds. Without script a reload shows the truth.
 */
import htmx from "htmx.org";
import { showFigures } from "./figures.js";

/**
 * @typedef {import("./figures.js").Figures} Figures
 * @typedef {{ t?: string, v?: number, f?: Figures, type?: string }} Frame
 * @typedef {"connecting" | "live" | "polling"} State
 */

const JITTER_MS = 3_000;
const RESYNC_MS = 60_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
const TRIES_BEFORE_POLLING = 3;
const TOPICS = "[data-live-topic]";

/** @returns {HTMLElement[]} */
const shown = () => [...document.querySelectorAll(TOPICS)].filter((element) => element instanceof HTMLElement);

/** @param {HTMLElement} element */
const topicOf = (element) => element.dataset.liveTopic ?? "";

/** @param {HTMLElement} element */
const versionOf = (element) => Number(element.dataset.liveVersion) || 0;

/** The lowest version of each topic on the page: what is stale anywhere is asked for. @returns {Record<string, number>} */
function versions() {
  /** @type {Record<string, number>} */
  const lowest = {};
  for (const element of shown()) {
    const topic = topicOf(element);
    lowest[topic] = Math.min(lowest[topic] ?? Infinity, versionOf(element));
  }
  return lowest;
}

class Live {
  /** @param {string} url */
  constructor(url) {
    this.url = url;
    /** @type {WebSocket | null} */
    this.socket = null;
    this.tries = 0;
    this.pollTimer = 0;
    /** @type {Set<string>} */
    this.subscribed = new Set();
    /** @type {Map<string, number>} topic -> timer of the fetch that is planned */
    this.planned = new Map();
    /** @type {Set<string>} topics that changed while nobody looked */
    this.missed = new Set();
  }

  start() {
    this.connect();
    window.setInterval(() => this.resync(), RESYNC_MS);
    document.addEventListener("visibilitychange", () => this.caughtUp());
    document.addEventListener("htmx:after:swap", () => this.subscribe());
    window.addEventListener("online", () => this.socket ?? this.connect());
    window.addEventListener("pagehide", () => this.socket?.close());
    window.addEventListener("pageshow", (event) => event.persisted && this.connect());
  }

  connect() {
    if (this.socket) return;
    this.say(this.pollTimer ? "polling" : "connecting");
    const socket = new WebSocket(new URL(this.url, location.href.replace(/^http/, "ws")));
    this.socket = socket;
    socket.addEventListener("open", () => this.opened());
    socket.addEventListener("message", (event) => this.heard(event.data));
    socket.addEventListener("close", () => this.closed());
  }

  opened() {
    this.tries = 0;
    this.subscribed.clear();
    this.stopPolling();
    this.say("live");
    this.subscribe();
    this.resync();
  }

  closed() {
    this.socket = null;
    this.tries += 1;
    if (this.tries >= TRIES_BEFORE_POLLING) this.poll();
    else this.say("connecting");
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.tries);
    window.setTimeout(() => this.connect(), wait / 2 + (Math.random() * wait) / 2);
  }

  /** @param {object} message */
  send(message) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  subscribe() {
    for (const [topic, version] of Object.entries(versions())) {
      if (this.subscribed.has(topic)) continue;
      this.subscribed.add(topic);
      this.send({ type: "subscribe", topic, v: version });
    }
  }

  resync() {
    if (!document.hidden) this.send({ type: "resync", shown: versions() });
  }

  /** @param {unknown} data */
  heard(data) {
    if (typeof data !== "string") return;
    /** @type {Frame} */
    const frame = JSON.parse(data);
    if (frame.type === "polling") this.poll();
    else if (frame.type === "live") this.hearsAgain();
    else if (frame.t && typeof frame.v === "number") this.news(frame.t, frame.v, frame.f);
  }

  /** The server hears of changes again: what was missed meanwhile is asked for. */
  hearsAgain() {
    this.stopPolling();
    this.say("live");
    this.resync();
  }

  /** @param {string} topic @param {number} version @param {Figures | undefined} figures */
  news(topic, version, figures) {
    if (this.pollTimer) {
      this.stopPolling();
      this.say("live");
    }
    const stale = shown().filter((element) => topicOf(element) === topic && versionOf(element) < version);
    const needWords = stale.filter((element) => !figures || showFigures(element, figures));
    for (const element of stale) if (!needWords.includes(element)) element.dataset.liveVersion = String(version);
    if (needWords.length) this.plan(topic);
  }

  /** @param {string} topic */
  plan(topic) {
    if (document.hidden) {
      this.missed.add(topic);
      return;
    }
    if (this.planned.has(topic)) return;
    this.planned.set(topic, window.setTimeout(() => this.fetch(topic), Math.random() * JITTER_MS));
  }

  caughtUp() {
    if (document.hidden) return;
    const topics = [...this.missed];
    this.missed.clear();
    for (const topic of topics) this.plan(topic);
    this.resync();
  }

  /** @param {string} topic */
  fetch(topic) {
    this.planned.delete(topic);
    if (document.hidden) {
      this.missed.add(topic);
      return;
    }
    for (const element of shown()) {
      const source = element.dataset.liveSrc;
      if (topicOf(element) === topic && source) void htmx.ajax("GET", source, { target: element, swap: "outerMorph" });
    }
  }

  poll() {
    this.say("polling");
    window.clearTimeout(this.pollTimer);
    this.pollTimer = window.setTimeout(() => {
      if (!document.hidden) for (const topic of Object.keys(versions())) this.fetch(topic);
      this.poll();
    }, 10_000 + Math.random() * 10_000);
  }

  stopPolling() {
    window.clearTimeout(this.pollTimer);
    this.pollTimer = 0;
  }

  /** @param {State} state */
  say(state) {
    const place = document.querySelector("[data-live-state]");
    if (!(place instanceof HTMLElement)) return;
    place.hidden = false;
    place.dataset.liveState = state;
  }
}

export function goLive() {
  const url = document.body.dataset.liveUrl;
  if (url) new Live(url).start();
}
