// `kedge import`: restores a backup into a directory without a chain, or says what it holds; below it, files of data.
import { defineCommand } from "#src/cli/command.ts";
import { dataDirectory, dataOption } from "#src/cli/dataDirectory.ts";
import { bytesToHex } from "#src/crypto/hex.ts";
import { checkBackupFile } from "#src/node/backup/backupFile.ts";
import { importEnergyCommand } from "./energy.ts";
import { importPricesCommand } from "./prices.ts";

export const importCommand = defineCommand({
  command: "import <file>",
  describe:
    "Restore a backup, where FILE is one (backups named energy or prices are ./energy, ./prices); or import a file of data, see below",
  example: "import ledger.backup --data restored",
  positionals: { file: { type: "string", demandOption: true, describe: "A file that `kedge export` wrote" } },
  children: [importEnergyCommand, importPricesCommand],
  options: {
    ...dataOption,
    genesis: { type: "string", describe: "The genesis file of the network to which the backup must belong" },
    check: { type: "boolean", default: false, describe: "Read the file from end to end and restore nothing" },
  },
  async run({ file, data, genesis, check }, { terminal }) {
    if (check) {
      const { height, root, stateRows } = await checkBackupFile(file);
      const json = { file, height, root: bytesToHex(root), rows: stateRows };
      return { text: `${file} is whole: height ${height}, root ${json.root}, ${stateRows} rows of state`, json };
    }
    const { restoreBackup } = await import("#src/node/backup/restoreBackup.ts");
    const directory = dataDirectory(data, terminal);
    const { height, root } = await restoreBackup(file, { data: directory, genesis });
    const json = { data: directory, height, root: bytesToHex(root) };
    return { text: `${directory} is at height ${height}, root ${json.root}`, json };
  },
});
