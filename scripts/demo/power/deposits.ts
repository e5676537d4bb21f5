// Metal for the second part: to issue money against, and to stake.
import { messages } from "#src/sdk/messages.ts";
import { copperLots, silverBars } from "../barList.ts";
import type { Cast } from "../cast.ts";
import { attest } from "../metal/issue.ts";

/** Certificates of metal by their owner. */
export interface Metal {
  readonly AG: readonly number[];
  readonly CU: readonly number[];
}

export const metalOwners = ["alice", "bob", "carol", "participant-bank"] as const;
export type MetalOwner = (typeof metalOwners)[number];

const amounts: Readonly<Record<MetalOwner, { readonly AG: number; readonly CU: number; readonly refiner: string }>> = {
  alice: { AG: 36, CU: 4, refiner: "HELVETIA" },
  bob: { AG: 55, CU: 6, refiner: "RHEIN" },
  carol: { AG: 3, CU: 1, refiner: "JURA" },
  "participant-bank": { AG: 10, CU: 0, refiner: "TICINO" },
};

/** All of it lies in Zurich, attested. */
export async function depositMetal(cast: Cast): Promise<Readonly<Record<MetalOwner, Metal>>> {
  const held: Partial<Record<MetalOwner, Metal>> = {};
  for (const owner of metalOwners) {
    const { AG, CU, refiner } = amounts[owner];
    held[owner] = {
      AG: await deposit(cast, owner, "AG", silverBars(refiner, AG)),
      CU: await deposit(cast, owner, "CU", copperLots(refiner, CU)),
    };
  }
  await attest(cast, "zurich", "auditor");
  return held as Record<MetalOwner, Metal>;
}

async function deposit(cast: Cast, owner: MetalOwner, metal: string, bars: ReturnType<typeof silverBars>) {
  if (bars.length === 0) return [];
  const deposited = messages["metal-reserve"].depositBars({
    ...{ vault: "zurich", depositor: cast.account(owner), metal, bars },
  });
  return (await cast.send("custodian", deposited)).answer.certificateIds;
}
