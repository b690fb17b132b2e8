#!/bin/busybox sh
# First process of the virtual endpoint: the test machine's own root, read-only over 9p, under an overlay that forgets.
/bin/busybox --install -s /bin
export PATH=/bin
mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs dev /dev
while read -r module; do insmod "/lib/modules/$module" || echo "module $module failed"; done < /modules
mkdir -p /host /overlay /new
mount -t 9p -o trans=virtio,version=9p2000.L,ro,cache=loose,msize=512000 host /host
mount -t tmpfs tmpfs /overlay; mkdir -p /overlay/upper /overlay/work
mount -t overlay overlay -o lowerdir=/host,upperdir=/overlay/upper,workdir=/overlay/work /new
mount --move /proc /new/proc; mount --move /sys /new/sys; mount --move /dev /new/dev
mount -t tmpfs tmpfs /new/run; mount -t tmpfs tmpfs /new/tmp; mount -t tmpfs tmpfs /new/home; mount -t tmpfs tmpfs /new/media
# The project is seen wherever it lies, also below one of these.
mkdir -p /overlay/project /overlay/project-work '/new@project@'
mount -t overlay overlay -o 'lowerdir=/host@project@,upperdir=/overlay/project,workdir=/overlay/project-work' '/new@project@'
mkdir -p /new/dev/pts /new/dev/shm; mount -t devpts devpts /new/dev/pts; mount -t tmpfs tmpfs /new/dev/shm
chmod 1777 /new/tmp /new/dev/shm
ip link set lo up; ip link set eth0 up; ip addr add 10.0.2.15/24 dev eth0
hostname virtual-endpoint
# Collectors answer to the name localhost only; here it is the machine around this one.
echo '10.0.2.2 localhost' > /new/etc/hosts
echo 'anna:x:1000:1000::/home/anna:/bin/bash' >> /new/etc/passwd
mkdir -p /new/home/anna && chown 1000:1000 /new/home/anna
exec chroot /new /bin/bash -c '/lib/systemd/systemd-udevd --daemon; exec bash "$0"' '@project@/tests/virtual-endpoint/serve.sh'
