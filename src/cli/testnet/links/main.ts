// The process that holds a testnet's links: started with the testnet's folder, told of changes through a local socket.
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { present } from "#src/core/assert.ts";
import { loadPlan, requireNode } from "../plan.ts";
import { linkName, linksSocketPath, loadConditions } from "./conditions.ts";
import { NetworkLink } from "./link.ts";

const directory = present(process.argv[2], "the folder of a testnet");
const links = new Map<string, NetworkLink>();

/** Opens the links that the plan has got since, and lets every one through what the file says. */
async function apply(): Promise<void> {
  const plan = loadPlan(directory);
  for (const { from, to, port } of plan.links) {
    const name = linkName(from, to);
    if (links.has(name)) continue;
    const link = new NetworkLink(requireNode(plan, to).peerPort);
    links.set(name, link);
    await link.listen(port);
  }
  const conditions = loadConditions(directory);
  for (const [name, link] of links) link.conditions = conditions(name);
}

await apply();

// A socket of a process that was killed is still there as a file.
rmSync(linksSocketPath(directory), { force: true });
const control = createServer((socket) => {
  socket.on("error", () => undefined);
  void apply()
    .catch((reason) => process.stderr.write(`${String(reason)}\n`))
    .finally(() => socket.end());
});
control.listen(linksSocketPath(directory), () => process.stdout.write(`${links.size} links are open\n`));
