# Installs, updates or removes the Clientkeep agent. Run it as an administrator, in the folder that the zip was unpacked to:
#   powershell -ExecutionPolicy Bypass -File install.ps1 -Token <enrolment token>
#   powershell -ExecutionPolicy Bypass -File install.ps1                      (update: keeps the enrolment)
#   powershell -ExecutionPolicy Bypass -File install.ps1 -Uninstall [-RemoveData]
# The agent connects to the collector that the token names; no port is opened and no firewall rule is made.
[CmdletBinding()]
param(
  [string]$Token = '',
  [switch]$Uninstall,
  [switch]$RemoveData
)
$ErrorActionPreference = 'Stop'

$me = New-Object Security.Principal.WindowsPrincipal([Security.Principal.WindowsIdentity]::GetCurrent())
if (-not $me.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)) {
  Write-Error 'Run this as an administrator: right-click PowerShell, "Run as administrator".'
  exit 5
}

$node = Join-Path $PSScriptRoot 'bin\node.exe'
$agent = Join-Path $PSScriptRoot 'lib\agent.js'
if ($Uninstall) {
  $words = @('uninstall')
  if ($RemoveData) { $words += '--remove-data' }
} else {
  $words = @('install')
  # By the environment: a command line can be read by everybody.
  $env:CLIENTKEEP_ENROL_TOKEN = $Token
}
& $node $agent @words
$code = $LASTEXITCODE
$env:CLIENTKEEP_ENROL_TOKEN = $null
if ($code -ne 0) { exit $code }

if ($Uninstall) {
  $installed = Join-Path $env:ProgramFiles 'Clientkeep Agent'
  if ($PSScriptRoot -ne $installed -and (Test-Path $installed)) { Remove-Item -Recurse -Force $installed }
}
