// The module `net-windows`: deferred net settlement in windows, with debit caps, collateral and shared losses.
import { defineModule } from "#src/machine/module.ts";
import { blocks } from "./blocks.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import {
  collateralEqualsMembers,
  debitsAreCovered,
  liveWindowsFallDue,
  positionsSumToZero,
  rostersNameMembers,
} from "./invariants.ts";
import { closeScheme } from "./messages/closeScheme.ts";
import { depositCollateral } from "./messages/depositCollateral.ts";
import { forgiveClaim } from "./messages/forgiveClaim.ts";
import { inviteMember } from "./messages/inviteMember.ts";
import { joinScheme } from "./messages/joinScheme.ts";
import { leaveScheme } from "./messages/leaveScheme.ts";
import { openScheme } from "./messages/openScheme.ts";
import { payNet } from "./messages/payNet.ts";
import { removeMember } from "./messages/removeMember.ts";
import { repayDebt } from "./messages/repayDebt.ts";
import { setMemberCap } from "./messages/setMemberCap.ts";
import { setOwnTerms } from "./messages/setOwnTerms.ts";
import { withdrawCollateral } from "./messages/withdrawCollateral.ts";
import { withdrawInvitation } from "./messages/withdrawInvitation.ts";
import { parameters } from "./parameters.ts";
import { debt } from "./queries/debt.ts";
import { member } from "./queries/member.ts";
import { members } from "./queries/members.ts";
import { scheme } from "./queries/scheme.ts";
import { schemes } from "./queries/schemes.ts";
import { window } from "./queries/window.ts";
import { windows } from "./queries/windows.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const netWindows = defineModule({
  name: "net-windows",
  version: 1,
  summary: "Deferred net settlement: windows of payments between members, whose debits caps and collateral bound.",
  after: ["accounts"],
  tables: {
    schemes: tables.schemes,
    nextSchemes: tables.nextSchemes,
    schemeCounts: tables.schemeCounts,
    rosters: tables.rosters,
    members: tables.members,
    windows: tables.windows,
    debts: tables.debts,
    dueSizes: tables.dues.tables.sizes,
    dueEntries: tables.dues.tables.entries,
  },
  messages: {
    openScheme,
    closeScheme,
    inviteMember,
    withdrawInvitation,
    joinScheme,
    leaveScheme,
    removeMember,
    setMemberCap,
    setOwnTerms,
    depositCollateral,
    withdrawCollateral,
    payNet,
    repayDebt,
    forgiveClaim,
  },
  queries: { scheme, schemes, member, members, window, windows, debt },
  events,
  refusals,
  parameters,
  invariants: {
    collateralEqualsMembers,
    positionsSumToZero,
    debitsAreCovered,
    rostersNameMembers,
    liveWindowsFallDue,
  },
  genesis,
  blocks,
});
