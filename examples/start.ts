/** `npm start`: the table the project began with, then real data. */
import { printAirports } from "./airports.js";
import { printColours } from "./colours.js";
import { printFlights } from "./flights.js";
import { printFractal } from "./fractal.js";
import { printOptions } from "./options.js";
import { printOrbits } from "./orbits.js";
import { printStocks } from "./stocks.js";
import { printTable } from "./table.js";

const equal = printTable();
const examples = [
  printFlights,
  printAirports,
  () => printFractal("examples/mandelbrot.png"),
  printOptions,
  printColours,
  printOrbits,
  printStocks,
];
for (const print of examples) {
  console.log();
  print();
}
process.exitCode = equal ? 0 : 1;
