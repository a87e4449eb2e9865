'use strict'

/**
 * `npm run prebuildify:image -- glibc` (or musl): builds and tests the prebuilt addon of this
 * machine's processor in a container, by docker. The one for glibc then runs from glibc 2.28 on.
 */

const { StepError, root, runOrThrow, runScript } = require('./run-command')

const processors = { x64: 'x86_64', arm64: 'aarch64' }

/** By C library: the image, and what installs there what it lacks. */
const images = {
  glibc: {
    image: `quay.io/pypa/manylinux_2_28_${processors[process.arch]}`,
    // Its gcc is a new one that links for the old libraries. Its Eigen is 3.3: CMake gets a newer one.
    setup: 'dnf --assumeyes module enable nodejs:22 && dnf --assumeyes install nodejs npm',
  },
  musl: {
    image: 'node:22-alpine',
    setup: 'apk add --no-cache g++ cmake make eigen-dev binutils',
  },
}

const build = ['npm ci --ignore-scripts', 'npm run prebuildify', 'npm run test:prebuild']

runScript(async () => {
  const libc = process.argv[2]
  const chosen = images[libc]
  if (chosen === undefined || process.argv.length > 3) {
    throw new StepError(`prebuild-in-image.js needs \`glibc\` or \`musl\`; got ${libc}`)
  }
  if (!(process.arch in processors)) {
    throw new StepError(`there is no image for ${process.arch}; known: x64, arm64`)
  }
  const { image, setup } = chosen
  const mount = ['--volume', `${root}:/neuroprop`, '--workdir', '/neuroprop']
  const script = [setup, ...build].join(' && ')
  runOrThrow('docker', ['run', '--rm', ...mount, image, 'sh', '-c', script])
})
