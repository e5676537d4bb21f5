// Every command of the program, in the order in which help lists them.
import type { Command } from "#src/cli/command.ts";
import { audit } from "./audit.ts";
import { batch } from "./batch.ts";
import { compute } from "./compute.ts";
import { diff } from "./diff.ts";
import { energy } from "./energy.ts";
import { engine } from "./engine/index.ts";
import { exportCommand } from "./export/index.ts";
import { gateway } from "./gateway/index.ts";
import { genesis } from "./genesis.ts";
import { importCommand } from "./import/index.ts";
import { iso20022 } from "./iso20022.ts";
import { keys } from "./keys.ts";
import { node } from "./node.ts";
import { payee } from "./payee.ts";
import { bench, demo } from "./programs.ts";
import { queryCommand } from "./query.ts";
import { replay } from "./replay.ts";
import { rollback } from "./rollback.ts";
import { snapshot } from "./snapshot.ts";
import { testnet } from "./testnet/index.ts";
import { token } from "./token.ts";
import { travelRule } from "./travelRule.ts";
import { txCommand } from "./tx.ts";
import { verify } from "./verify.ts";

/** Some commands offer flags that depend on what else is on the command line. */
export function allCommands(args: readonly string[]): readonly Command[] {
  return [
    node,
    testnet,
    engine,
    genesis,
    keys,
    token,
    txCommand(args),
    batch,
    energy,
    compute,
    queryCommand(args),
    verify,
    exportCommand,
    importCommand,
    iso20022,
    payee,
    travelRule,
    gateway,
    snapshot,
    audit,
    replay,
    rollback,
    diff,
    demo,
    bench,
  ];
}
