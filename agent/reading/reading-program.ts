/** Programs that carry files out when they open one: what kind each is. What is not listed here is told of by no event. */
import type { CarrierKind } from '../../events/file-activity.ts'

const kinds: Readonly<Record<CarrierKind, readonly string[]>> = {
  browser: [
    ...['firefox', 'firefox-esr', 'firefox-bin', 'chrome', 'google-chrome', 'chromium', 'brave'],
    ...['msedge', 'microsoft-edge', 'opera', 'vivaldi-bin', 'vivaldi', 'epiphany', 'falkon'],
    ...['librewolf', 'waterfox', 'palemoon', 'konqueror', 'qtwebengineprocess'],
    ...['webkitnetworkprocess', 'webkitwebprocess'],
  ],
  'sync-client': [
    ...['dropbox', 'nextcloud', 'owncloud', 'insync', 'onedrive', 'onedriver', 'megasync'],
    ...['syncthing', 'rclone', 'seafile', 'seaf-daemon', 'pcloud', 'synology-drive'],
    ...['gvfsd-google', 'gvfsd-onedrive', 'rslsync', 'mega-cmd-server'],
  ],
  'mail-program': [
    ...['thunderbird', 'thunderbird-bin', 'evolution', 'geary', 'kmail', 'claws-mail', 'mutt'],
    ...['neomutt', 'sendmail', 'msmtp', 'betterbird', 'mailspring', 'sylpheed', 's-nail'],
  ],
  messenger: [
    ...['telegram-desktop', 'telegram', 'slack', 'signal-desktop', 'skypeforlinux', 'teams'],
    ...['discord', 'whatsapp', 'element-desktop', 'zoom', 'viber', 'teams-for-linux'],
    ...['mattermost-desktop', 'pidgin', 'gajim', 'dino'],
  ],
  'transfer-tool': [
    ...['curl', 'wget', 'wget2', 'scp', 'sftp', 'rsync', 'ftp', 'lftp', 'ncftp', 'ncftpput'],
    ...['filezilla', 'nc', 'ncat', 'socat', 'smbclient', 'croc'],
    // What a file manager of GNOME hands to a server or a phone, and what goes over the air.
    ...['gvfsd-sftp', 'gvfsd-ftp', 'gvfsd-dav', 'gvfsd-mtp', 'gvfsd-gphoto2'],
    ...['kdeconnectd', 'obexd', 'bluetooth-sendto'],
  ],
}

const byName = new Map(
  Object.entries(kinds).flatMap(([kind, names]) => names.map(name => [name, kind] as const)),
)

const isKind = (text: string | undefined): text is CarrierKind =>
  text !== undefined && Object.hasOwn(kinds, text)

/** The kind of a program by the name of its file (without `.exe`, whatever its case); undefined where it is none that is known to carry files out. */
export function carrierKind(name: string): CarrierKind | undefined {
  const kind = byName.get(name.toLowerCase().replace(/\.exe$/, ''))
  return isKind(kind) ? kind : undefined
}
