// `kedge engine`: the consensus engine's program, found or built.
import { defineCommand, defineGroup } from "#src/cli/command.ts";
import { engineCacheFolder, engineVersion, findEngine } from "#src/cli/engine/binary.ts";
import { installEngine } from "#src/cli/engine/install.ts";

const install = defineCommand({
  command: "install",
  describe: `Build CometBFT ${engineVersion} with Go, unless it is here already`,
  example: "engine install",
  async run(_, { progress }) {
    const { path, version, source } = await installEngine(progress);
    return { text: `CometBFT ${version} is at ${path}`, json: { path, version, source } };
  },
});

const status = defineCommand({
  command: "status",
  describe: "Say which CometBFT would be started; the exit code is 2 when there is none",
  example: "engine status",
  async run(_, { terminal }) {
    const found = await findEngine();
    const { path = null, version = null, source = null } = found ?? {};
    const json = { installed: found !== undefined, path, version, source, wanted: engineVersion };
    if (found !== undefined) return { text: `CometBFT ${version} is at ${path} (${source})`, json };
    const folder = engineCacheFolder(terminal.environment);
    const text = `CometBFT ${engineVersion} is not here; "kedge engine install" puts it into ${folder}`;
    return { text, json, exit: "usage" };
  },
});

export const engine = defineGroup("engine", "The consensus engine: install it, or see which one is used", [
  install,
  status,
]);
