# Compiles for 64-bit ARM under Linux with Debian's cross compiler, and runs what it compiled under
# QEMU: cmake -DCMAKE_TOOLCHAIN_FILE=scripts/arm64-linux.cmake ..
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_CXX_COMPILER aarch64-linux-gnu-g++)
set(CMAKE_CROSSCOMPILING_EMULATOR qemu-aarch64-static -L /usr/aarch64-linux-gnu)
