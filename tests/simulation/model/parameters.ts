// What the module `parameters` must do: changes after notice, breakers, plans of module versions.
import { hasRole, judgeRole } from "./authority/book.ts";
import { type Grounds, type Model, type ModuleModel, modelMessage } from "./model.ts";
import { announce, parameter, parameterNumber, parametersOf, type Value } from "./parameters/book.ts";

interface Proposed {
  readonly parameter: string;
  readonly value: bigint;
  readonly fromHeight?: number;
}

/** Notes the grounds that every message about a parameter shares; answers whether there is such a parameter. */
function judgeOwner(model: Model, actor: string, name: string, grounds: Grounds): boolean {
  const setting = model.settings.get(name);
  if (grounds.when(setting === undefined, "parameters/unknownParameter") || setting === undefined) return false;
  if (grounds.when(setting.owner.startsWith("council:"), "parameters/ownedByCouncil")) return false;
  grounds.when(!hasRole(model, actor, setting.owner), "authority/roleMissing");
  return true;
}

const proposeChange = modelMessage<Proposed>({
  judge(model, actor, { parameter: name, value, fromHeight }, grounds) {
    if (!judgeOwner(model, actor, name, grounds)) return;
    const setting = model.settings.get(name);
    if (setting === undefined) return;
    grounds.when(value < setting.least || value > setting.most, "parameters/valueOutOfRange");
    const earliest = model.height + setting.noticeBlocks;
    grounds.when(fromHeight !== undefined && fromHeight < earliest, "parameters/noticeTooShort");
  },
  apply(model, account, { parameter: name, value, fromHeight }) {
    const at = fromHeight ?? model.height + (model.settings.get(name)?.noticeBlocks ?? 0);
    announce(model, name, { value, fromHeight: at, by: { kind: "account", account } });
    return { fromHeight: at };
  },
});

/** A change announced and not yet in force. */
function pendingOf(model: Model, name: string): Value["next"] {
  const next = parametersOf(model).values.get(name)?.next;
  return next !== undefined && next.fromHeight > model.height ? next : undefined;
}

const cancelChange = modelMessage<Pick<Proposed, "parameter">>({
  judge(model, actor, { parameter: name }, grounds) {
    if (!judgeOwner(model, actor, name, grounds)) return;
    grounds.when(pendingOf(model, name) === undefined, "parameters/nothingPending");
  },
  apply(model, _actor, { parameter: name }) {
    const { values } = parametersOf(model);
    const value = parameter(model, name);
    if (value === model.settings.get(name)?.default) values.delete(name);
    else values.set(name, { value });
  },
});

interface ModuleNamed {
  readonly module: string;
}

const resetBreaker = modelMessage<ModuleNamed>({
  judge(model, actor, { module }, grounds) {
    judgeRole(model, actor, ["governor"], grounds);
    grounds.when(!parametersOf(model).breakers.has(module), "parameters/breakerNotTripped");
  },
  apply: (model, _actor, { module }) => parametersOf(model).breakers.delete(module),
});

const modulesMost = 64;

const planModule = modelMessage<ModuleNamed & { readonly version: number; readonly fromHeight?: number }>({
  judge(model, actor, { module, version, fromHeight }, grounds) {
    judgeRole(model, actor, ["governor"], grounds);
    const earliest = model.height + parameterNumber(model, "parameters.moduleNoticeBlocks");
    grounds.when(fromHeight !== undefined && fromHeight < earliest, "parameters/noticeTooShort");
    const { active, plans } = parametersOf(model);
    const running = active.value.find(({ name }) => name === module);
    grounds.when(running !== undefined && version <= running.version, "parameters/versionNotNewer");
    const names = new Set([...active.value, ...plans.value].map(({ name }) => name)).add(module);
    grounds.when(names.size > modulesMost, "parameters/tooManyModules");
  },
  apply(model, _actor, { module, version, fromHeight }) {
    const { plans } = parametersOf(model);
    const at = fromHeight ?? model.height + parameterNumber(model, "parameters.moduleNoticeBlocks");
    const others = plans.value.filter(({ name }) => name !== module);
    plans.value = [...others, { name: module, version, fromHeight: at }];
    return { fromHeight: at };
  },
});

const cancelModulePlan = modelMessage<ModuleNamed>({
  judge(model, actor, { module }, grounds) {
    judgeRole(model, actor, ["governor"], grounds);
    grounds.when(!parametersOf(model).plans.value.some(({ name }) => name === module), "parameters/nothingPlanned");
  },
  apply(model, _actor, { module }) {
    const { plans } = parametersOf(model);
    plans.value = plans.value.filter(({ name }) => name !== module);
  },
});

interface GenesisPart {
  readonly overrides: readonly { readonly parameter: string; readonly value: bigint }[];
}

export const model: ModuleModel = {
  messages: { proposeChange, cancelChange, resetBreaker, planModule, cancelModulePlan },
  start(model, part) {
    for (const { parameter: name, value } of (part as GenesisPart).overrides) {
      parametersOf(model).values.set(name, { value });
    }
  },
  *rows(model) {
    const { values, active, plans, breakers } = parametersOf(model);
    for (const [name, value] of values.entries()) yield [`parameters/value/${name}`, value];
    for (const [name, setting] of model.settings.entries()) yield [`parameters/setting/${name}`, setting];
    for (const [module, breaker] of breakers.entries()) yield [`machine/breaker/${module}`, breaker];
    yield ["machine/modules", { active: active.value, planned: plans.value }];
  },
};
