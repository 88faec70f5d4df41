import { build, isBuilt } from './build.mjs';
import { install, isInstalled } from './install.mjs';
import { SetupError } from './setup-error.mjs';
import { withSetupLock } from './setup-lock.mjs';
import { bringToolchain } from './toolchain.mjs';

const OLDEST_NODE = 20;

/** From a bare clone to something that runs. Does nothing, quickly, when nothing changed. */
export async function setUp({ withBuild }) {
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    throw new SetupError(`Node ${OLDEST_NODE} or newer is needed to begin, this is ${process.versions.node}.`);
  }
  const tools = await bringToolchain();
  const isReady = () => isInstalled() && (!withBuild || isBuilt());
  if (isReady()) return tools;
  await withSetupLock(async () => {
    if (!isInstalled()) await install(tools);
    if (withBuild && !isBuilt()) await build(tools);
  });
  return tools;
}
