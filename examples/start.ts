/** `npm start`: the table the project began with, then real data. */
import { printAirports } from "./airports.js";
import { printFlights } from "./flights.js";
import { printTable } from "./table.js";

const equal = printTable();
console.log();
printFlights();
console.log();
printAirports();
process.exitCode = equal ? 0 : 1;
