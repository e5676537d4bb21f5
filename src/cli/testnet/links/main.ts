// The process that holds a testnet's links: started with the testnet's folder, told of changes through a local socket.
import { rmSync } from "node:fs";
import { createServer } from "node:net";
import { present } from "#src/core/assert.ts";
import { loadPlan, requireNode } from "../plan.ts";
import { linkName, linksSocketPath, loadConditions } from "./conditions.ts";
import { NetworkLink } from "./link.ts";

const directory = present(process.argv[2], "the folder of a testnet");
const plan = loadPlan(directory);
const links = new Map<string, NetworkLink>();

function applyConditions(): void {
  const conditions = loadConditions(directory);
  for (const [name, link] of links) link.conditions = conditions(name);
}

for (const { from, to, port } of plan.links) {
  const link = new NetworkLink(requireNode(plan, to).peerPort);
  links.set(linkName(from, to), link);
  await link.listen(port);
}
applyConditions();

// A socket of a process that was killed is still there as a file.
rmSync(linksSocketPath(directory), { force: true });
const control = createServer((socket) => {
  socket.on("error", () => undefined);
  try {
    applyConditions();
  } catch (reason) {
    process.stderr.write(`${String(reason)}\n`);
  }
  socket.end();
});
control.listen(linksSocketPath(directory), () => process.stdout.write(`${links.size} links are open\n`));
