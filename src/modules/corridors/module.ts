// The module `corridors`: zones of currencies, the corridors that join them, and firewalls around what crosses.
import { defineModule } from "#src/machine/module.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { participantsHaveCodes, ruleBooksKeepTheirHash, volumesAddUp, zonesAreJoinedOnce } from "./invariants.ts";
import { acceptAdmission } from "./messages/acceptAdmission.ts";
import { admitMember } from "./messages/admitMember.ts";
import { admitParticipant } from "./messages/admitParticipant.ts";
import { joinCorridor } from "./messages/joinCorridor.ts";
import { leaveCorridor } from "./messages/leaveCorridor.ts";
import { openCorridor } from "./messages/openCorridor.ts";
import { openZone } from "./messages/openZone.ts";
import { publishRuleBook } from "./messages/publishRuleBook.ts";
import { removeMember } from "./messages/removeMember.ts";
import { removeParticipant } from "./messages/removeParticipant.ts";
import { resumeZone } from "./messages/resumeZone.ts";
import { sendPayment } from "./messages/sendPayment.ts";
import { setCalendar } from "./messages/setCalendar.ts";
import { setLimits } from "./messages/setLimits.ts";
import { stopZone } from "./messages/stopZone.ts";
import { parameters } from "./parameters.ts";
import { calendar } from "./queries/calendar.ts";
import { corridor } from "./queries/corridor.ts";
import { corridors as corridorsQuery } from "./queries/corridors.ts";
import { counters } from "./queries/counters.ts";
import { judgement } from "./queries/judgement.ts";
import { members } from "./queries/members.ts";
import { monitors } from "./queries/monitors.ts";
import { participant } from "./queries/participant.ts";
import { participants } from "./queries/participants.ts";
import { ruleBook } from "./queries/ruleBook.ts";
import { zone } from "./queries/zone.ts";
import { zones } from "./queries/zones.ts";
import { refusals } from "./refusals.ts";
import * as tables from "./tables.ts";

export const corridors = defineModule({
  name: "corridors",
  version: 1,
  summary:
    "Corridors that join zones of currencies: calendars, banks, rule books, and firewalls that bind every payment.",
  after: ["accounts", "authority"],
  tables: {
    zones: tables.zones,
    participants: tables.participants,
    homes: tables.homes,
    codes: tables.codes,
    corridors: tables.corridors,
    ruleBooks: tables.ruleBooks,
    joined: tables.joined,
    members: tables.members,
    zoneFlows: tables.zoneFlows,
    participantFlows: tables.participantFlows,
    corridorFlows: tables.corridorFlows,
    positionFlows: tables.positionFlows,
    volumeFlows: tables.volumeFlows,
  },
  messages: {
    openZone,
    setCalendar,
    setLimits,
    stopZone,
    resumeZone,
    admitParticipant,
    acceptAdmission,
    removeParticipant,
    openCorridor,
    publishRuleBook,
    joinCorridor,
    leaveCorridor,
    admitMember,
    removeMember,
    sendPayment,
  },
  queries: {
    zone,
    zones,
    calendar,
    participant,
    participants,
    corridor,
    corridors: corridorsQuery,
    ruleBook,
    members,
    counters,
    monitors,
    judgement,
  },
  events,
  refusals,
  parameters,
  invariants: { zonesAreJoinedOnce, participantsHaveCodes, ruleBooksKeepTheirHash, volumesAddUp },
  genesis,
});
