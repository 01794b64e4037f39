/** `configure`: settings for the whole program. */
import { heapInUse } from "./errors.js";
import { heapSize } from "./heap.js";
import { checkKeywords } from "./keywords.js";
import { checkHeap, checkTier, settings, type TierSetting } from "./settings.js";

/**
 * Settings for the whole program.
 *
 * `heap`: the size of the heap in bytes, from 4 MiB to 4 GiB; it is made with the first array, so set it before.
 * `tier`: `"interpreted"` or `"js"` makes ufuncs that are called for the first time run without kernels.
 * @throws TypeError for other values, Error when the heap is already made.
 * @example configure({ heap: 2 ** 28 });
 */
export function configure(options: { heap?: number | undefined; tier?: TierSetting | undefined }): void {
  checkKeywords("configure", options, ["heap", "tier"]);
  const bytes = options.heap === undefined ? settings.heap : checkHeap("configure({ heap })", options.heap);
  const tier = options.tier === undefined ? settings.tier : checkTier("configure({ tier })", options.tier);
  const made = heapSize();
  if (options.heap !== undefined && made !== undefined) throw heapInUse(made);
  settings.heap = bytes;
  settings.tier = tier;
}
