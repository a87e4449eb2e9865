'use strict'

/**
 * `npm run soak [-- --runs 10000 --workers 200 --seed 1 --no-exits]`: so many runs, most of them
 * aborted at random moments, and memory flat over the last half of them; so many worker threads
 * terminated in mid-run; and a process and a worker ended in mid-run in every way that Node has,
 * with every solver. Exit code 1 where anything leaks, crashes or ends otherwise than documented.
 */

const { run, runScript } = require('./run-command')

runScript(async () => {
  const args = ['--import=tsx', 'test/soak/main.ts', ...process.argv.slice(2)]
  // What glibc keeps of the arenas of threads that have ended hides a leak in RSS.
  return run(process.execPath, args, { env: { MALLOC_ARENA_MAX: '1' } })
})
