// Councils, proposals and votes as the model keeps them.
import type { Model } from "../model.ts";
import { UndoCell, type UndoLog, UndoMap } from "../undo.ts";

export type Choice = "approve" | "reject" | "abstain";

export interface Charter {
  readonly members: readonly { readonly account: string; readonly weight: number }[];
  readonly quorumBp: number;
  readonly approvalBp: number;
  readonly votingMs: number;
}

export interface Council {
  readonly purpose: string;
  readonly foundedMs: number;
  /** The first one and those that replaced it; the last is in force. */
  readonly charters: readonly Charter[];
}

export interface Change {
  readonly parameter: string;
  readonly value: bigint;
  readonly fromHeight?: number;
}

export type Action =
  | { readonly kind: "parameters"; readonly changes: readonly Change[] }
  | { readonly kind: "charter"; readonly charter: Charter };

export interface Proposal {
  readonly council: string;
  readonly revision: number;
  readonly proposer: string;
  readonly purpose: string;
  readonly action: Action;
  readonly openedMs: number;
  readonly endsMs: number;
  readonly state: string;
  readonly closedMs?: number;
  readonly failure?: string;
  /** By member, in the order in which they voted. */
  readonly ballots: ReadonlyMap<string, Choice>;
}

const makeBook = (log: UndoLog) => ({
  councils: new UndoMap<string, Council>(log),
  proposals: new UndoMap<number, Proposal>(log),
  /** Numbers by the end of their votes; a closed one stays until then. */
  due: new UndoCell<readonly number[]>(log, []),
});

export const governanceOf = (model: Model) => model.book(makeBook);

/** The charter that a proposal is voted on by. */
export function charterOf(model: Model, { council, revision }: Proposal): Charter {
  const charter = governanceOf(model).councils.at(council).charters[revision - 1];
  if (charter === undefined) throw new Error(`${council} has no charter ${revision}`);
  return charter;
}

/** The charter in force. */
export const chartered = ({ charters }: Council): Charter => charters[charters.length - 1] as Charter;
