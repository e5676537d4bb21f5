// Loaded before a program: its clock is wrong by as much as the environment says, as without time service.
const skewMs = Number.parseFloat(process.env.KEDGE_TEST_CLOCK_OFFSET ?? "0") * 1_000;
const honestNow = Date.now.bind(Date);
Date.now = () => honestNow() + skewMs;
