// The whole model: blocks and transactions over the models of all modules, with one verdict for each transaction.
import { type Admitted, chargeQuota, forgetExpired, judgeAdmission, judgeQuota, rememberDecided } from "./admission.ts";
import {
  type EngineReport,
  type ExpectedRow,
  type Founder,
  Grounds,
  type MessageModel,
  Model,
  type ModuleModel,
  type ModuleVersion,
} from "./model.ts";
import { parametersOf } from "./parameters/book.ts";

/** A message as its sender means it. */
export interface SentMessage {
  readonly type: string;
  readonly actor: string;
  readonly content: unknown;
}

/** What bytes mean to a ledger that can read them. */
export interface Sent extends Admitted {
  readonly bytes: Uint8Array;
  readonly kind: "transaction" | "batch";
  /** The messages, or the items of a batch. */
  readonly messages: readonly SentMessage[];
  /** False for bytes that nobody can read, or that nobody signed. */
  readonly isSound: boolean;
}

/** What became of one message: accepted with an answer, or refused on one of some grounds. */
export type MessageVerdict = { readonly answer: unknown } | { readonly grounds: readonly string[] };

export interface Verdict {
  /** Grounds on which the whole is refused; undefined for one that is not, and empty where any will do. */
  readonly grounds: readonly string[] | undefined;
  /** As far as the messages were looked at. */
  readonly messages: readonly MessageVerdict[];
}

export interface Genesis {
  readonly timeMs: number;
  readonly modules: Readonly<Record<string, unknown>>;
  readonly validators: readonly Founder[];
  readonly moduleVersions: readonly { readonly name: string; readonly version: number }[];
}

export class LedgerModel {
  readonly model: Model;
  /** Faults that the sabotaged messages must have caused. */
  faults = 0;
  readonly #modules: ReadonlyMap<string, ModuleModel>;
  readonly #versions: ReadonlyMap<string, ModuleVersion>;

  /** `versions` are in the order in which modules work. */
  constructor(
    network: string,
    genesis: Genesis,
    modules: ReadonlyMap<string, ModuleModel>,
    versions: readonly ModuleVersion[],
  ) {
    this.model = new Model(network, genesis.timeMs);
    this.#modules = modules;
    this.#versions = new Map(versions.map((version) => [`${version.name}@${version.version}`, version]));
    const machine = this.#versions.get("machine@0");
    for (const [name, setting] of machine?.settings ?? []) this.model.settings.set(name, setting);
    const { active } = parametersOf(this.model);
    active.value = genesis.moduleVersions.map((version) => ({ ...version, sinceHeight: 0 }));
    for (const version of active.value) this.#declare(version);
    for (const { name } of this.#activeVersions()) {
      this.#modules.get(name)?.start?.(this.model, genesis.modules[name], genesis.validators);
    }
    this.model.log.forget();
  }

  #declare({ name, version }: { readonly name: string; readonly version: number }): void {
    const settings = this.#versions.get(`${name}@${version}`)?.settings ?? [];
    for (const [parameter, setting] of settings) this.model.settings.set(parameter, setting);
  }

  /** In the order in which they work. */
  #activeVersions(): ModuleVersion[] {
    const active = new Set(parametersOf(this.model).active.value.map(({ name, version }) => `${name}@${version}`));
    return [...this.#versions.values()].filter(({ name, version }) => active.has(`${name}@${version}`));
  }

  /** The model of a message that is in force, with the module it belongs to. */
  message(type: string): { readonly module: string; readonly message: MessageModel } | undefined {
    const [module = "", name = ""] = type.split("/");
    const active = parametersOf(this.model).active.value.find((version) => version.name === module);
    const message = this.#modules.get(module)?.messages[name];
    if (active === undefined || message === undefined || (message.sinceVersion ?? 1) > active.version) return undefined;
    return { module, message };
  }

  begin(height: number, timeMs: number, report: EngineReport): void {
    this.model.height = height;
    this.model.timeMs = timeMs;
    this.#activateDue();
    for (const { name } of this.#activeVersions()) this.#modules.get(name)?.begin?.(this.model, report);
    this.model.log.forget();
  }

  end(): void {
    for (const { name } of this.#activeVersions()) this.#modules.get(name)?.end?.(this.model);
    forgetExpired(this.model);
    this.model.log.forget();
  }

  #activateDue(): void {
    const { height } = this.model;
    const { active, plans } = parametersOf(this.model);
    const due = plans.value.filter(({ fromHeight }) => fromHeight <= height);
    if (due.length === 0) return;
    plans.value = plans.value.filter(({ fromHeight }) => fromHeight > height);
    for (const { name, version } of due) {
      const isNew = !active.value.some((module) => module.name === name);
      const after = { name, version, sinceHeight: height };
      active.value = isNew
        ? [...active.value, after]
        : active.value.map((module) => (module.name === name ? after : module));
      this.#declare(after);
      if (isNew) this.#modules.get(name)?.start?.(this.model, {}, []);
    }
  }

  /** What the ledger must make of a transaction now. */
  execute(sent: Sent): Verdict {
    if (!sent.isSound) return { grounds: [], messages: [] };
    if (sent.messages.some(({ type }) => this.message(type) === undefined)) {
      const keys = new Set(sent.signatures.map(({ publicKey }) => publicKey));
      const isTwice = keys.size < sent.signatures.length;
      return { grounds: ["machine/unknownMessage", ...(isTwice ? ["machine/unusedSignature"] : [])], messages: [] };
    }
    const grounds = new Grounds();
    judgeAdmission(this.model, sent, grounds);
    if (grounds.any) return { grounds: grounds.list(), messages: [] };
    rememberDecided(this.model, sent);
    judgeQuota(this.model, sent, grounds);
    if (grounds.any) return { grounds: grounds.list(), messages: [] };
    const verdict = sent.kind === "batch" ? this.#executeBatch(sent) : this.#executeTransaction(sent);
    this.model.log.forget();
    return verdict;
  }

  #executeTransaction(sent: Sent): Verdict {
    chargeQuota(this.model, sent);
    const mark = this.model.log.mark;
    const messages: MessageVerdict[] = [];
    for (const message of sent.messages) {
      const verdict = this.step(message);
      messages.push(verdict);
      if (!("grounds" in verdict)) continue;
      this.model.log.undoTo(mark);
      if (verdict.grounds.includes("machine/fault")) this.faults += 1;
      return { grounds: verdict.grounds, messages };
    }
    const grounds = this.#balance(mark);
    return { grounds, messages: grounds === undefined ? messages : [] };
  }

  #executeBatch(sent: Sent): Verdict {
    const { module = "" } = this.message(sent.messages[0]?.type ?? "") ?? {};
    if (this.#isStopped(module)) return { grounds: ["machine/breakerTripped"], messages: [] };
    chargeQuota(this.model, sent);
    const messages = sent.messages.map((item) => {
      const mark = this.model.log.mark;
      const verdict = this.step(item);
      const grounds = "grounds" in verdict ? verdict.grounds : this.#balance(mark);
      if (grounds === undefined) return verdict;
      this.faults += grounds.includes("machine/fault") ? 1 : 0;
      return { grounds };
    });
    return { grounds: undefined, messages };
  }

  #isStopped(module: string): boolean {
    return parametersOf(this.model).breakers.has(module);
  }

  /** Looks at one message, and does it if nothing stands against it. */
  step({ type, actor, content }: SentMessage): MessageVerdict {
    const known = this.message(type);
    if (known === undefined) return { grounds: ["machine/unknownMessage"] };
    const grounds = new Grounds();
    grounds.when(this.#isStopped(known.module), "machine/breakerTripped");
    if (!grounds.any) known.message.judge(this.model, actor, content, grounds);
    if (grounds.any) return { grounds: grounds.list() };
    return { answer: known.message.apply(this.model, actor, content) };
  }

  /** A sum that does not balance undoes everything since the mark and stops the module that keeps it. */
  #balance(mark: number): readonly string[] | undefined {
    const tally = this.model.imbalance.value;
    if (tally === undefined) return undefined;
    this.model.log.undoTo(mark);
    this.faults += 1;
    parametersOf(this.model).breakers.set(tally.split("/")[0] ?? "", { height: this.model.height, tally });
    return ["machine/breach"];
  }

  /** Moments to come at which time alone changes something, the nearest first. */
  moments(): number[] {
    const all = this.#activeVersions().flatMap(({ name }) => [
      ...(this.#modules.get(name)?.moments?.(this.model) ?? []),
    ]);
    return all.filter((atMs) => atMs > this.model.timeMs).sort((left, right) => left - right);
  }

  /** Every row that the ledger must hold now, but for remembered ids. */
  rows(): ExpectedRow[] {
    return this.#activeVersions().flatMap(({ name }) => [...(this.#modules.get(name)?.rows(this.model) ?? [])]);
  }
}
