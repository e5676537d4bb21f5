// Sends what each block holds: new bundles, their next steps as their faults have it, and what happens to the ledger.
import { type Clock, horizonBlocks } from "./clock.ts";
import { type Disturbance, drawDisturbance } from "./disturbances.ts";
import { type Draw, draftBundle } from "./drafts.ts";
import type { Observer } from "./observer.ts";
import { quoteLifeMs } from "./setting.ts";
import type { Bundle, Role, Sent } from "./terms.ts";
import type { Envelopes, Message } from "./transactions.ts";
import { ways } from "./ways.ts";

const validMs = 120_000;
/** A disturbance begins in one of so many blocks, if there is none. */
const disturbedEveryBlocks = 3;
/** A close that a disturbance held up is tried again so many blocks later. */
const retryBlocks = 5;

/** How long before its expiry a bundle is closed. */
const edgesMs: Readonly<Record<string, number>> = { early: 1, atExpiry: 0, late: -1 };

type Step = (height: number) => void;

export class Driver {
  readonly #draw: Draw;
  readonly #clock: Clock;
  readonly #envelopes: Envelopes;
  readonly #observer: Observer;
  readonly #steps = new Map<number, Step[]>();
  #sent: Sent[] = [];
  #disturbance: Disturbance | undefined;
  #disturbedUntil = 0;
  #disturbances = 0;
  bundles = 0;

  constructor(draw: Draw, clock: Clock, envelopes: Envelopes, observer: Observer) {
    this.#draw = draw;
    this.#clock = clock;
    this.#envelopes = envelopes;
    this.#observer = observer;
  }

  /** Everything that one block holds, in an order drawn by lot but for what disturbs, which comes first. */
  block(height: number, newBundles: number, isDisturbed: boolean): Sent[] {
    this.#sent = [];
    const steps = this.#steps.get(height) ?? [];
    this.#steps.delete(height);
    for (const step of steps) step(height);
    const others = this.#sent;
    this.#sent = [];
    this.#disturb(height, isDisturbed);
    const first = this.#sent;
    this.#sent = others;
    for (let count = 0; count < newBundles; count += 1) this.#begin(height);
    return [...first, ...this.#shuffled(this.#sent)];
  }

  /** Marks bundles that are open while the process is stopped. */
  mark(affects: (bundle: Bundle) => boolean, fault: Bundle["fault"]): void {
    for (const bundle of this.#observer.open) if (bundle.fault === "none" && affects(bundle)) bundle.fault = fault;
  }

  #disturb(height: number, isDisturbed: boolean): void {
    const current = this.#disturbance;
    if (current !== undefined && (height >= this.#disturbedUntil || !isDisturbed)) {
      this.#send([current.end], height, "disturbance");
      this.#disturbance = undefined;
    } else if (current === undefined && isDisturbed && this.#draw(disturbedEveryBlocks) === 0) {
      this.#disturbance = drawDisturbance(this.#draw, this.#disturbances);
      this.#disturbances += 1;
      this.#disturbedUntil = height + 1 + this.#draw(13);
      this.mark(this.#disturbance.affects, this.#disturbance.fault);
      this.#send([this.#disturbance.begin], height, "disturbance");
    }
  }

  #begin(height: number): void {
    const bundle = draftBundle(this.bundles, this.#draw);
    this.bundles += 1;
    const disturbance = this.#disturbance;
    const closeHeight = this.#plan(bundle, height);
    if (bundle.fault === "none" && disturbance?.affects(bundle)) bundle.fault = disturbance.fault;
    const { open, close } = ways[bundle.path];
    if (bundle.fault === "tampered" && close === undefined) this.#tamper(bundle, height);
    const bytes = this.#envelopes.signed(open(bundle), this.#validUntil(height));
    this.#sent.push({ bytes, role: "open", bundle });
    if (bundle.fault === "reordered") this.#closeBefore(bundle, height);
    if (bundle.fault === "replayed" && close === undefined) {
      this.#later(height + 1 + this.#draw(3), () => {
        // What is refused before its messages are handled is not remembered, and may be handed in again.
        if (bundle.outcome !== "refused") this.#sent.push({ bytes, role: "forbidden", bundle });
      });
    }
    this.#planSteps(bundle, height, closeHeight);
  }

  /** Decides when the bundle is to be closed and, where its terms say so, when it expires; drops a fault that cannot be. */
  #plan(bundle: Bundle, height: number): number {
    if (bundle.path === "pay" || bundle.path === "settleLegs") return height;
    if (bundle.path.endsWith("Quote")) return this.#planQuote(bundle, height);
    const soon = height + 1 + this.#draw(5);
    const { fault } = bundle;
    if (fault === "jumped") {
      for (let at = height + 1; at < height + 24; at += 1) {
        if (!this.#clock.isJump(at)) continue;
        const before = this.#clock.at(at - 1);
        bundle.expiresMs = before + 1 + this.#draw(this.#clock.at(at) - before - 1);
        return at;
      }
      bundle.fault = "none";
    }
    const distanceMs = edgesMs[fault];
    const endMs = this.#clock.at(soon);
    // A proposal cannot expire before it is made.
    bundle.expiresMs =
      distanceMs === undefined ? this.#clock.at(soon + retryBlocks + 1 + this.#draw(12)) : endMs + distanceMs;
    if (bundle.expiresMs <= this.#clock.at(height)) bundle.expiresMs = this.#clock.at(height) + 1;
    return soon;
  }

  #planQuote(bundle: Bundle, height: number): number {
    const expiresMs = this.#clock.at(height) + quoteLifeMs;
    if (bundle.fault in edgesMs) {
      // Its life is the ledger's to set: whichever edge a block of the near future hits is taken.
      for (const [fault, distanceMs] of Object.entries(edgesMs)) {
        const found = this.#clock.find(height, expiresMs - distanceMs);
        if (found === undefined) continue;
        bundle.fault = fault as Bundle["fault"];
        return found;
      }
      bundle.fault = "none";
    }
    if (bundle.fault === "jumped") {
      for (let at = height + 1; at < height + horizonBlocks; at += 1) {
        if (this.#clock.at(at) < expiresMs) continue;
        if (this.#clock.isJump(at)) return at;
        break;
      }
      bundle.fault = "none";
    }
    return height + 1 + this.#draw(3);
  }

  #planSteps(bundle: Bundle, height: number, closeHeight: number): void {
    const { close, cancel, forged } = ways[bundle.path];
    const { fault } = bundle;
    if (fault === "cancelled" && cancel !== undefined) {
      // In the same block as the close, or before it: whichever comes first decides.
      // Only what all have confirmed has a number to be cancelled by, so some come after.
      const last = closeHeight - height + (bundle.path === "bundle" ? 2 : 0);
      this.#later(height + 1 + this.#draw(last), (at) => this.#step(bundle, cancel(bundle), at, "step"));
    }
    if (close === undefined || fault === "dropped") return;
    if (fault === "tampered" && forged !== undefined) {
      this.#later(closeHeight, (at) => this.#step(bundle, forged(bundle), at, "forbidden"));
      if (this.#draw(2) === 0) return;
    }
    this.#later(closeHeight, (at) => {
      const bytes = this.#step(bundle, close(bundle), at, "step");
      if (bytes !== undefined && fault === "replayed") {
        this.#later(at + 1 + this.#draw(3), () => void this.#sent.push({ bytes, role: "step", bundle }));
      }
      if (fault === "none") this.#retry(bundle, at + retryBlocks);
      if (fault !== "doubled") return;
      if (this.#draw(2) === 0) this.#step(bundle, close(bundle), at, "step");
      else this.#later(at + 1, (next) => this.#step(bundle, close(bundle), next, "step"));
    });
  }

  #retry(bundle: Bundle, height: number): void {
    this.#later(height, (at) => {
      const isHeldUp = this.#observer.open.has(bundle) && bundle.item === undefined;
      const messages = isHeldUp ? ways[bundle.path].close?.(bundle) : undefined;
      if (messages !== undefined) this.#step(bundle, messages, at, "step");
    });
  }

  /** A step of a bundle that is still open, or was: what a late message meets is for the ledger to say. */
  #step(bundle: Bundle, messages: readonly Message[], height: number, role: Role): Uint8Array | undefined {
    if (bundle.outcome === "refused" || messages.length === 0) return undefined;
    return this.#send(messages, height, role, bundle);
  }

  /** The close arrives first: the numbers are guessed, and what it names does not exist yet. */
  #closeBefore(bundle: Bundle, height: number): void {
    const { lastLock, lastQuote } = this.#observer;
    const locks = bundle.legs.map((_, at) => lastLock + 1_000_000 + at);
    const guess = { ...bundle, locks, quote: lastQuote + 1_000_000 };
    const messages = ways[bundle.path].close?.(guess) ?? [];
    const bytes = this.#envelopes.signed(messages, this.#validUntil(height));
    const opened = this.#sent.pop();
    // Before its own opening: the pair stays together through the drawing of lots.
    if (opened !== undefined) this.#sent.push({ bytes, role: "forbidden", bundle }, opened);
  }

  #tamper(bundle: Bundle, height: number): void {
    const changed = { ...bundle, legs: bundle.legs.map((leg) => ({ ...leg, amount: leg.amount + 1 })) };
    const { open } = ways[bundle.path];
    const bytes = this.#envelopes.tampered(open(bundle), open(changed), this.#validUntil(height));
    this.#sent.push({ bytes, role: "forbidden", bundle });
  }

  #send(messages: readonly Message[], height: number, role: Role, bundle?: Bundle): Uint8Array {
    const bytes = this.#envelopes.signed(messages, this.#validUntil(height));
    this.#sent.push(bundle === undefined ? { bytes, role } : { bytes, role, bundle });
    return bytes;
  }

  #validUntil(height: number): number {
    return this.#clock.at(height) + validMs;
  }

  #later(height: number, step: Step): void {
    const known = this.#steps.get(height);
    if (known === undefined) this.#steps.set(height, [step]);
    else known.push(step);
  }

  /** Whether anything is still to be sent. */
  get isDone(): boolean {
    return this.#steps.size === 0;
  }

  #shuffled(list: Sent[]): Sent[] {
    for (let at = list.length - 1; at > 0; at -= 1) {
      const other = this.#draw(at + 1);
      const [left, right] = [list[at] as Sent, list[other] as Sent];
      // A forbidden close stays before the opening that it came too early for.
      const isPaired = (sent: Sent) => sent.bundle?.fault === "reordered" && sent.role !== "step";
      if (isPaired(left) || isPaired(right)) continue;
      list[at] = right;
      list[other] = left;
    }
    return list;
  }
}
