// The form in which figures of the USGS table are kept, compact enough to be read beside it.
import type { Indicator, Stage } from "./schemas.ts";

export interface UsgsShares {
  readonly component: string;
  readonly stage: Stage;
  readonly period: string;
  readonly method: string;
  /** `CL:239000` is a share in millionths, `US:withheld` one that the table does not tell. */
  readonly countries: string;
  readonly othersPpm: bigint;
}

export interface UsgsIndicator {
  readonly component: string;
  readonly indicator: Indicator;
  readonly period: string;
  readonly method: string;
  readonly value?: bigint;
  /** Of a figure of which the table tells only this much. */
  readonly atLeast?: bigint;
}
