// `kedge testnet add`: one more node for a running testnet, which joins by a snapshot.
import { defineCommand } from "#src/cli/command.ts";
import { add as addNode } from "#src/cli/testnet/add.ts";
import { directoryOption } from "./options.ts";

export const add = defineCommand({
  command: "add <node>",
  describe: "Make a node that joins this running testnet by a snapshot; `start NODE` starts it",
  example: "testnet add full-1 --dir net",
  positionals: { node: { type: "string", demandOption: true, describe: "Its name" } },
  options: directoryOption,
  async run({ dir, node: name }) {
    const { node, trusted } = await addNode(dir, name);
    const { height, hashHex } = trusted;
    const text = `${name} trusts block ${height}, ${hashHex.slice(0, 16)}; start it with "kedge testnet start ${name}"`;
    return { text, json: { name, api: `http://${node.host}:${node.apiPort}`, trusted: { height, hash: hashHex } } };
  },
});
