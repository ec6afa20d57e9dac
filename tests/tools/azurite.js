// Starts Azurite and ends with whoever started it: when standard input closes, the process exits. So a test run that is
// killed leaves no server behind.
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
require("azurite/dist/src/azurite");
