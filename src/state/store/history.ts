// Views of earlier blocks, rebuilt from the changes kept, and a few of them remembered.
import { present } from "#src/core/assert.ts";
import { refusals } from "../refusals.ts";
import { decodeStored } from "../storedRow.ts";
import type { ChangeLink } from "./changeLink.ts";
import { decodeChanges } from "./changesCodec.ts";
import { type BlockSummary, summaryCodec } from "./head.ts";
import { changesPrefix, formatHeight, summaryPrefix } from "./keyLayout.ts";
import type { RowDatabase } from "./rowDatabase.ts";
import type { RowState } from "./sortedRows.ts";
import { type NewestState, StateView } from "./stateView.ts";
import { StoreFault } from "./storeFault.ts";

/** Views of earlier blocks remembered: enough for the few heights that pages of lists are read at. */
const rememberedViewsMax = 4;

export interface HistoryLimits {
  /** Distinct changed rows under one view: bounds the memory of a view at about a hundred megabytes. */
  readonly viewRowsMax: number;
  /** Bytes of changes read for one view: bounds the time it takes to make one. */
  readonly viewBytesMax: number;
}

export class History {
  readonly #database: RowDatabase;
  readonly #newest: NewestState;
  readonly #limits: HistoryLimits;
  readonly #views = new Map<number, StateView>();
  #durableView: StateView | undefined;
  /** Views are made one after another, so that many deep requests do not fill the memory together. */
  #making: Promise<unknown> = Promise.resolve();

  constructor(database: RowDatabase, newest: NewestState, limits: HistoryLimits) {
    this.#database = database;
    this.#newest = newest;
    this.#limits = limits;
  }

  /** The view of the newest durable block, whose link this is: all queries share it until the next. */
  viewOf(link: ChangeLink): StateView {
    if (this.#durableView?.height !== link.height) {
      this.#durableView = new StateView(link, this.#newest, link, new Map(), this.#limits.viewRowsMax);
    }
    return this.#durableView;
  }

  /** The view of a block before that of the link; the caller knows that its changes are kept. */
  async viewBefore(link: ChangeLink, height: number): Promise<StateView> {
    const known = this.#recall(height);
    if (known !== undefined) return known;
    const make = async () => this.#recall(height) ?? this.#remember(await this.#load(link, height));
    const making = this.#making.then(make);
    this.#making = making.catch(() => undefined);
    return making;
  }

  /** Drops views that hold on to too much; those still in use go on working. */
  trim(newest: ChangeLink): void {
    this.#durableView = undefined;
    for (const [height, view] of this.#views) {
      if (view.changedRowsHeld(newest) > this.#limits.viewRowsMax) this.#views.delete(height);
    }
  }

  forgetAll(): void {
    this.#durableView = undefined;
    this.#views.clear();
  }

  summaryOf(height: number): BlockSummary | undefined {
    return loadSummary(this.#database, height);
  }

  async #load(link: ChangeLink, height: number): Promise<StateView> {
    const rowsBefore = new Map<string, RowState>();
    let bytesRead = 0;
    for (let at = link.height; at > height; at -= 1) {
      const encoded = await this.#database.load(changesPrefix + formatHeight(at));
      // What is not there was dropped while we read, for heights only ever leave at that end.
      if (encoded === undefined) throw refusals.heightNotKept({ height, earliest: at, latest: link.height });
      bytesRead += encoded.length;
      for (const { key, before } of decodeChanges(encoded)) rowsBefore.set(key, before ?? null);
      if (rowsBefore.size > this.#limits.viewRowsMax || bytesRead > this.#limits.viewBytesMax) {
        throw refusals.historyTooDeep({ height, most: this.#limits.viewRowsMax });
      }
    }
    const summary = this.summaryOf(height);
    if (summary === undefined) throw refusals.heightNotKept({ height, earliest: height + 1, latest: link.height });
    const { timeMs, root } = summary;
    return new StateView({ height, timeMs, root }, this.#newest, link, rowsBefore, this.#limits.viewRowsMax);
  }

  #recall(height: number): StateView | undefined {
    const view = this.#views.get(height);
    if (view === undefined) return undefined;
    this.#views.delete(height);
    this.#views.set(height, view);
    return view;
  }

  #remember(view: StateView): StateView {
    this.#views.set(view.height, view);
    if (this.#views.size > rememberedViewsMax) {
      const [oldest] = this.#views.keys();
      this.#views.delete(present(oldest, "there are views"));
    }
    return view;
  }
}

export function loadSummary(database: RowDatabase, height: number): BlockSummary | undefined {
  const key = summaryPrefix + formatHeight(height);
  const bytes = database.get(key);
  return bytes === undefined ? undefined : decodeStored(key, summaryCodec, bytes);
}

/** The changes of a block that must be there. */
export function requireChanges(encoded: Uint8Array | undefined, height: number) {
  if (encoded === undefined) throw new StoreFault("corrupt", `the changes of block ${height} are missing`);
  return decodeChanges(encoded);
}
