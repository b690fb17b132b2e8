# Becomes a machine with systemd as its first process, in namespaces of its own: this machine's root under an overlay in memory that is forgotten.
# systemd-root.sh FOLDER
set -e
base=$1
mount -t tmpfs tmpfs "$base"
mkdir "$base/upper" "$base/work" "$base/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$base/upper,workdir=$base/work" "$base/root"
cd "$base/root"
# Of this machine's services none is started.
rm -rf etc/systemd/system
mkdir -p etc/systemd/system/multi-user.target.wants mnt/before
printf '[Unit]\nRequires=basic.target\nAfter=basic.target\nWants=systemd-journald.service\n' > etc/systemd/system/test.target
mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t cgroup2 cgroup2 sys/fs/cgroup
mount -t tmpfs tmpfs run
mount -t tmpfs -o mode=1777 tmpfs tmp
# An overlay has no handles of files, by which the kernel says where something happened.
mount -t tmpfs tmpfs home
mount --rbind /dev dev
pivot_root . mnt/before
umount -l /mnt/before
# As systemd does it where it is not told that it is in a container: what is mounted here is seen in services.
mount --make-rshared /
exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --unit=test.target < /dev/null
