// The committed state of one node: blocks sealed into it, made durable, read back at any kept height, and proved.
import { assert, Fault, present } from "#src/core/assert.ts";
import { refusals } from "../refusals.ts";
import { Journal, type RowSource } from "../journal.ts";
import type { StoredRow } from "../view.ts";
import {
  type BlockRow,
  blockRowWrites,
  headWrite,
  historyWrites,
  keyOfHashKey,
  type SealedBlock,
  stateRowWrites,
  summaryWrite,
} from "./blockWrites.ts";
import { ChangeLink } from "./changeLink.ts";
import type { Commitment, StateProof } from "./commitment.ts";
import type { Head } from "./head.ts";
import { History } from "./history.ts";
import { Housekeeping } from "./housekeeping.ts";
import { assertStorableKey, blockRowPrefix, loadingKey, rangeOf, rangeUnder, stateRowPrefix } from "./keyLayout.ts";
import type { Overlay } from "./overlay.ts";
import type { KeyRange, RowCursor, RowDatabase, RowWrite } from "./rowDatabase.ts";
import { scanMerged } from "./scan.ts";
import type { NewestState, StateView } from "./stateView.ts";
import { StoreFault } from "./storeFault.ts";
import type { StoreSettings } from "./storeOptions.ts";
