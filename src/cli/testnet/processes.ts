// Processes that outlive the command which started them, each known by a file that no other process can be mistaken for.
import { execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, linkSync, openSync, readFileSync, rmSync } from "node:fs";
import { z } from "zod";
import { saveFile } from "#src/node/durableFiles.ts";

const recordSchema = z.strictObject({ pid: z.number().int().min(2), startMark: z.string().min(1) });
type ProcessRecord = z.output<typeof recordSchema>;

const pollMs = 20;

/** Starts a program in a session of its own, its output appended to a log, and notes who it is. */
export function startDetached(
  program: string,
  args: readonly string[],
  files: { readonly pidFile: string; readonly log: string; readonly directory: string },
): void {
  const log = openSync(files.log, "a", 0o600);
  try {
    const child = spawn(program, [...args], {
      cwd: files.directory,
      detached: true,
      stdio: ["ignore", log, log],
    });
    // A program that cannot be started has no process; whoever waits for it hears of its absence.
    child.on("error", () => undefined);
    child.unref();
    if (child.pid === undefined) return;
    const startMark = startMarkOf(child.pid);
    if (startMark === undefined) return;
    const record: ProcessRecord = { pid: child.pid, startMark };
    saveFile(files.pidFile, `${JSON.stringify(record)}\n`);
  } finally {
    closeSync(log);
  }
}

/** The process of this file, when it still runs and is the one that was started. */
export function runningPid(pidFile: string): number | undefined {
  if (!existsSync(pidFile)) return undefined;
  const parsed = recordSchema.safeParse(JSON.parse(readFileSync(pidFile, "utf8")));
  if (!parsed.success) return undefined;
  const { pid, startMark } = parsed.data;
  return startMarkOf(pid) === startMark ? pid : undefined;
}

/** Sends a signal to the process of this file, if it runs. */
export function signalProcess(pidFile: string, signal: NodeJS.Signals): boolean {
  const pid = runningPid(pidFile);
  if (pid === undefined) return false;
  try {
    return process.kill(pid, signal);
  } catch (reason) {
    // It ended in between.
    if (reason instanceof Error && "code" in reason && reason.code === "ESRCH") return false;
    throw reason;
  }
}

/** Resolves to whether the process has ended within the time. */
export async function waitForEnd(pidFile: string, msMax: number): Promise<boolean> {
  const endMs = performance.now() + msMax;
  while (runningPid(pidFile) !== undefined) {
    if (performance.now() > endMs) return false;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  rmSync(pidFile, { force: true });
  return true;
}

/** When the process began, by the system's own count; undefined when it has ended, reaped or not. */
function startMarkOf(pid: number): string | undefined {
  try {
    if (process.platform !== "linux") {
      const text = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
      const [, state = "Z", start] = /^(\S+)\s+(.+)$/.exec(text) ?? [];
      return state.startsWith("Z") ? undefined : start;
    }
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in brackets, may hold anything; the state follows it, and the start time is the twentieth field on.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    // What has ended and still has threads holds its files, and their locks, until the last of them is gone.
    const [state, threads, start] = [fields[0], Number(fields[17]), fields[19]];
    return state === "X" || (state === "Z" && threads <= 1) ? undefined : start;
  } catch {
    return undefined;
  }
}

/** Claims a file for this process; false when a process that still runs has claimed it. */
export function claimFile(pidFile: string): boolean {
  if (runningPid(pidFile) !== undefined) return false;
  // Whoever held it is gone, and two that come now cannot both make the file.
  rmSync(pidFile, { force: true });
  const record = { pid: process.pid, startMark: startMarkOf(process.pid) };
  const own = `${pidFile}.${process.pid}`;
  saveFile(own, `${JSON.stringify(recordSchema.parse(record))}\n`);
  try {
    // Whole or not at all, whenever the process ends.
    linkSync(own, pidFile);
    return true;
  } catch (reason) {
    if (reason instanceof Error && "code" in reason && reason.code === "EEXIST") return false;
    throw reason;
  } finally {
    rmSync(own, { force: true });
  }
}
