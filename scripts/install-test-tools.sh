#!/usr/bin/env bash
# Installs what the tests need beside Python: calendar programs in an environment of their own,
# PostgreSQL, a Chromium, LibreOffice's Writer as the
# foreign editor of Word files with what drives it, poppler's programs to look into PDF, certutil to
# tell them whom to trust, SoftHSM as a device with keys, Dovecot as a mailbox, and ClamAV's daemon
# (without its signatures: the tests have one of their own). Nothing happens when all are there.
# Debian 12 and 13, Ubuntu 24.04.
set -euo pipefail
cd "$(dirname "$0")/.."

# Their dependencies do not go with ours.
calendars=.venv-calendars
if ! cmp -s requirements-calendars.txt "$calendars/.installed"; then
  python=.venv/bin/python
  [ -x "$python" ] || python=python3
  "$python" -m venv --clear "$calendars"
  "$calendars/bin/pip" install --quiet --disable-pip-version-check --require-hashes \
    -r requirements-calendars.txt
  cp requirements-calendars.txt "$calendars/.installed"
fi

has_postgresql() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null
}

# Ubuntu's /usr/bin/chromium-browser is a script that asks for a snap: only what starts counts.
has_chromium() {
  local name
  for name in "${ALKE_CHROMIUM:-}" chromium-headless-shell chromium google-chrome \
    google-chrome-stable chromium-browser; do
    if [ -n "$name" ] && command -v "$name" >/dev/null && "$name" --version >/dev/null 2>&1; then
      return 0
    fi
  done
  return 1
}

# Debian has it without windows, too, which saves a third of its time.
has_best_chromium() {
  if [ "${ID:-}" = debian ] && [ -z "${ALKE_CHROMIUM:-}" ]; then
    command -v chromium-headless-shell >/dev/null
  else
    has_chromium
  fi
}

names_postgresql() {
  case "${DATABASE_URL:-}" in postgres://* | postgresql://*) return 0 ;; *) return 1 ;; esac
}

if [ -r /etc/os-release ]; then . /etc/os-release; fi

wanted=()
names_postgresql || has_postgresql || wanted+=(postgresql)
if ! has_best_chromium; then
  [ "${ID:-}" = debian ] && wanted+=(chromium-headless-shell) || wanted+=(chromium)
fi
command -v soffice >/dev/null || wanted+=(libreoffice-writer-nogui fonts-liberation)
/usr/bin/python3 -c 'import uno' 2>/dev/null || wanted+=(python3-uno)
command -v pdfsig >/dev/null || wanted+=(poppler-utils)
command -v clamd >/dev/null || [ -x /usr/sbin/clamd ] || wanted+=(clamav-daemon)
command -v certutil >/dev/null || wanted+=(libnss3-tools)
command -v softhsm2-util >/dev/null || wanted+=(softhsm2)
command -v dovecot >/dev/null || [ -x /usr/sbin/dovecot ] || wanted+=(dovecot-imapd)
[ "${#wanted[@]}" -gt 0 ] || exit 0

echo "Installing what the tests need: ${wanted[*]}" >&2
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || {
    echo "Install these packages as root first: ${wanted[*]}" >&2
    exit 1
  }
  as_root=(sudo)
fi
if ! command -v apt-get >/dev/null; then
  echo "No apt-get here: install ${wanted[*]} by hand." >&2
  exit 1
fi
if [ "${ID:-}" = ubuntu ] && [[ " ${wanted[*]} " == *" chromium "* ]]; then
  # Ubuntu ships Chromium as a snap only.
  wanted=("${wanted[@]/chromium/}")
  command -v snap >/dev/null || wanted+=(snapd)
fi
packages=()
for package in "${wanted[@]}"; do [ -z "$package" ] || packages+=("$package"); done
if [ "${#packages[@]}" -gt 0 ]; then
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends "${packages[@]}" </dev/null >/dev/null
fi
if [[ " ${wanted[*]} " == *" clamav-daemon "* ]] && [ -d /run/systemd/system ]; then
  # The tests start their own; as services these would fetch all signatures and keep a gigabyte.
  "${as_root[@]}" systemctl disable --quiet --now \
    clamav-freshclam.service clamav-daemon.service clamav-daemon.socket || true
fi
if [[ " ${wanted[*]} " == *" dovecot-imapd "* ]] && [ -d /run/systemd/system ]; then
  "${as_root[@]}" systemctl disable --quiet --now dovecot.service dovecot.socket || true # as above
fi
if ! has_chromium && [ "${ID:-}" = ubuntu ]; then
  "${as_root[@]}" snap install chromium || true
fi

if ! has_chromium; then
  echo "There is no Chromium that starts. Install Chromium or Google Chrome, or name one in" >&2
  echo "ALKE_CHROMIUM=/path/to/chromium (a snap needs a machine that runs snapd)." >&2
  exit 1
fi
names_postgresql || has_postgresql || {
  echo "PostgreSQL is still missing after its package was installed." >&2
  exit 1
}
