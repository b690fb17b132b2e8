# Writes files in a tree of folders, as another program than the watcher: writer.py TREE FILES FOLDERS PER_SECOND (0: as fast as it can)
import os, sys, time
tree, files, folders, pace = sys.argv[1], *map(int, sys.argv[2:5])
begun = time.monotonic()
for number in range(files):
    folder = f'{tree}/d{number % folders}'
    if number < folders:
        os.makedirs(folder, exist_ok=True)
    fd = os.open(f'{folder}/f{number}.csv', os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.write(fd, b'note %d\nname,email\nAnna,c%d@firm%d.example\n' % (number, number % 400, number % 400))
    os.close(fd)
    if pace and number % 100 == 99:
        time.sleep(max(0, begun + (number + 1) / pace - time.monotonic()))
