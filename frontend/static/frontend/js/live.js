// @ts-check
/**
 * Live updates. Elements say what they show: `data-live-topic="idea:GS-000123" data-live-version="17"`, and where their
 * words come from: `data-live-src="/…"`, a fragment that replaces the element by itself.
 *
 * A frame that carries figures is shown at once. `c` is the version at which more than the figures changed last: an element
 * that shows an earlier one fetches its fragment over HTTP, where rights are checked, after up to three seconds of jitter
 * and only while the tab is seen; every other one costs no request. A frame without `c` and figures tells only that
 * something changed. Frames may be lost: on each new connection, and every minute, the versions shown are sent, and the
 * server answers with what has changed. Without a socket the same is asked over HTTP every 15 ± 5 seconds. Without script
 * a reload shows the truth.
 */
import htmx from "htmx.org";
import { showFigures } from "./figures.js";

/**
 * @typedef {import("./figures.js").Figures} Figures
 * @typedef {{ t?: string, v?: number, c?: number, f?: Figures, type?: string }} Frame
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

/** Whether its words have to be fetched; the new ones come without the mark. @param {HTMLElement} element */
const isStale = (element) => element.dataset.liveStale !== undefined;

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
  /** @param {string} url @param {string} changesUrl where the same is asked without a socket */
  constructor(url, changesUrl) {
    this.url = url;
    this.changesUrl = changesUrl;
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
    // The answer tells what has changed since, as one to "resync" does.
    this.subscribe();
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
    const fresh = Object.entries(versions()).filter(([topic]) => !this.subscribed.has(topic));
    if (!fresh.length || this.socket?.readyState !== WebSocket.OPEN) return;
    for (const [topic] of fresh) this.subscribed.add(topic);
    this.send({ type: "subscribe", shown: Object.fromEntries(fresh) });
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
    else this.told(frame);
  }

  /** The server hears of changes again: what was missed meanwhile is asked for. */
  hearsAgain() {
    this.stopPolling();
    this.say("live");
    this.resync();
  }

  /** A frame of a topic: whoever sends it hears of changes. @param {Frame} frame */
  told(frame) {
    if (this.pollTimer) {
      this.stopPolling();
      this.say("live");
    }
    this.news(frame);
  }

  /** @param {Frame} frame */
  news({ t: topic, v: version = 0, c: content, f: figures }) {
    if (!topic) return;
    const stale = shown().filter((element) => topicOf(element) === topic && versionOf(element) < version);
    for (const element of stale) {
      const hasMoved = figures ? showFigures(element, figures) : true;
      const needsWords = content === undefined ? hasMoved : versionOf(element) < content;
      if (needsWords && element.dataset.liveSrc) element.dataset.liveStale = "";
      else element.dataset.liveVersion = String(version);
    }
    if (stale.some(isStale)) this.plan(topic);
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
      if (topicOf(element) !== topic || !source || !isStale(element)) continue;
      // Each part is its own source: requests of one source wait for each other, and of those that wait only one is kept.
      void htmx.ajax("GET", source, { source: element, target: element, swap: "outerMorph" });
    }
  }

  poll() {
    this.say("polling");
    window.clearTimeout(this.pollTimer);
    this.pollTimer = window.setTimeout(() => {
      if (!document.hidden) void this.ask();
      this.poll();
    }, 10_000 + Math.random() * 10_000);
  }

  /** One request for the whole page: the server answers with the frames that a socket would have brought. */
  async ask() {
    const shownNow = new URLSearchParams({ shown: JSON.stringify(versions()) });
    try {
      const response = await window.fetch(`${this.changesUrl}?${shownNow}`, { headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) return;
      for (const frame of (await response.json()).frames) this.news(frame);
    } catch {
      // The network is away, or we were signed out: the next question may be answered.
    }
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
  const { liveUrl, liveChangesUrl } = document.body.dataset;
  if (liveUrl && liveChangesUrl) new Live(liveUrl, liveChangesUrl).start();
}
