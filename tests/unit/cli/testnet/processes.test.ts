// Detached processes: known by their file, and never mistaken for another that has the same number.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { claimFile, runningPid, signalProcess, startDetached, waitForEnd } from "#src/cli/testnet/processes.ts";
import { present } from "#src/core/assert.ts";
import { temporaryFolder } from "#tests/support/nodeProcess.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());
const filesOf = (name: string) => ({
  pidFile: join(folder.path, `${name}.pid`),
  log: join(folder.path, `${name}.log`),
  directory: folder.path,
});

test("a process is known while it runs, and its output is kept", async () => {
  const files = filesOf("one");
  startDetached("/bin/sh", ["-c", "echo started; exec sleep 30"], files);
  expect(runningPid(files.pidFile)).toBeGreaterThan(1);
  expect(await waitForEnd(files.pidFile, 50)).toBe(false);
  expect(signalProcess(files.pidFile, "SIGTERM")).toBe(true);
  expect(await waitForEnd(files.pidFile, 5_000)).toBe(true);
  expect(runningPid(files.pidFile)).toBeUndefined();
  expect(signalProcess(files.pidFile, "SIGTERM")).toBe(false);
  expect(readFileSync(files.log, "utf8")).toBe("started\n");
});

/** Its first thread ends at once, as a killed one may; another lives on for the time and holds the process's files. */
const endsInPart = (seconds: number) =>
  `import ctypes, threading, time; threading.Thread(target=time.sleep, args=(${seconds},)).start(); ctypes.CDLL(None).pthread_exit(None)`;
const hasPython = spawnSync("python3", ["--version"]).status === 0;

test.skipIf(!hasPython || process.platform !== "linux")(
  "a process runs until the last of its threads ends",
  async () => {
    const files = filesOf("threads");
    startDetached("python3", ["-c", endsInPart(3)], files);
    const pid = present(runningPid(files.pidFile), "it runs");
    while (!readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z "))
      await new Promise((done) => setTimeout(done, 5));
    expect(runningPid(files.pidFile)).toBe(pid);
    expect(await waitForEnd(files.pidFile, 20_000)).toBe(true);
  },
);

test("another process that was given the same number is left alone", () => {
  const { pidFile } = filesOf("recycled");
  writeFileSync(pidFile, JSON.stringify({ pid: process.pid, startMark: "1" }));
  expect(runningPid(pidFile)).toBeUndefined();
  expect(signalProcess(pidFile, "SIGKILL")).toBe(false);
});

test("a program that is not there leaves no process behind", () => {
  const files = filesOf("absent");
  startDetached(join(folder.path, "absent"), [], files);
  expect(runningPid(files.pidFile)).toBeUndefined();
});

test("a file that holds something else is no process", () => {
  const { pidFile } = filesOf("broken");
  writeFileSync(pidFile, JSON.stringify({ pid: -1, startMark: "1" }));
  expect(runningPid(pidFile)).toBeUndefined();
});

test("a file is claimed once while its process runs, and by another when that one is gone", () => {
  const { pidFile } = filesOf("claimed");
  expect([claimFile(pidFile), claimFile(pidFile)]).toEqual([true, false]);
  expect(runningPid(pidFile)).toBe(process.pid);
  writeFileSync(pidFile, JSON.stringify({ pid: process.pid, startMark: "1" }));
  expect(claimFile(pidFile)).toBe(true);
});
