; Installs Reviewer for one person: no administrator, one folder, one entry in the Start menu, and
; .review files open with it. Given by the build: VERSION, FOLDER, ICON, OUT.
Target amd64-unicode
Unicode true
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Reviewer"
!define CLASS "Software\Classes\Reviewer.File"
Name "Reviewer"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Reviewer"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
SetCompressor /SOLID lzma
SetCompressorDictSize 64
ManifestDPIAware true
ManifestLongPathAware true
ManifestSupportedOS Win10
Icon "${ICON}"
UninstallIcon "${ICON}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Reviewer"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Reviewer setup"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT licence"
!include LogicLib.nsh
!include FileFunc.nsh
!include WinVer.nsh
Page directory
Page instfiles
UninstPage uninstConfirm
UninstPage instfiles

; A running program holds its own files: nothing is changed while one runs.
!macro REFUSE_WHILE_OPEN PREFIX
  Function ${PREFIX}RefuseWhileOpen
    Push $0
    Push $1
    ${ForEach} $1 1 2 + 1
      StrCpy $0 "$INSTDIR\reviewer.exe"
      ${If} $1 == 2
        StrCpy $0 "$INSTDIR\reviewer.com"
      ${EndIf}
      ${If} ${FileExists} "$0"
        ClearErrors
        FileOpen $0 "$0" a
        ${If} ${Errors}
          MessageBox MB_OK|MB_ICONEXCLAMATION "Reviewer is open. Close it, then try again." /SD IDOK
          SetErrorLevel 3
          Quit
        ${EndIf}
        FileClose $0
      ${EndIf}
    ${Next}
    Pop $1
    Pop $0
  FunctionEnd
!macroend
!insertmacro REFUSE_WHILE_OPEN ""
!insertmacro REFUSE_WHILE_OPEN "un."

Function .onInit
  SetShellVarContext current
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "Reviewer needs Windows 10 (1703) or newer." /SD IDOK
    SetErrorLevel 4
    Quit
  ${EndIf}
FunctionEnd

Function un.onInit
  SetShellVarContext current
  Call un.RefuseWhileOpen
FunctionEnd

; All that an installation writes into its folder, and nothing that a person may have put there.
!macro RemoveProgram
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\reviewer.exe"
  Delete "$INSTDIR\reviewer.com"
  Delete "$INSTDIR\reviewer.pkg"
  Delete "$INSTDIR\bom.cdx.json"
  Delete "$INSTDIR\LICENSE.txt"
  Delete "$INSTDIR\uninstall.exe"
!macroend

Function .onInstFailed
  ; What an interrupted installation wrote is no program: it is removed again.
  !insertmacro RemoveProgram
  RMDir "$INSTDIR"
FunctionEnd

Section
  Call RefuseWhileOpen
  !insertmacro RemoveProgram
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${FOLDER}/*"
  ${If} ${Errors}
    SetErrorLevel 2
    Abort "Reviewer was not installed: make room on the disk, or choose a folder you may write to."
  ${EndIf}
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Reviewer.lnk" "$INSTDIR\reviewer.exe"
  WriteRegStr HKCU "Software\Classes\.review" "" "Reviewer.File"
  WriteRegStr HKCU "Software\Classes\.review\OpenWithProgids" "Reviewer.File" ""
  WriteRegStr HKCU "${CLASS}" "" "Review file"
  WriteRegStr HKCU "${CLASS}\DefaultIcon" "" "$INSTDIR\reviewer.exe,0"
  WriteRegStr HKCU "${CLASS}\shell\open\command" "" '"$INSTDIR\reviewer.exe" open "%1"'
  WriteRegStr HKCU "${KEY}" "DisplayName" "Reviewer"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\reviewer.exe,0"
  WriteRegStr HKCU "${KEY}" "Publisher" "Reviewer"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" $0
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd

Section uninstall
  ; Settings, trusted signers and backups are the person's own, and stay.
  !insertmacro RemoveProgram
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Reviewer.lnk"
  DeleteRegKey HKCU "${CLASS}"
  DeleteRegValue HKCU "Software\Classes\.review\OpenWithProgids" "Reviewer.File"
  ReadRegStr $0 HKCU "Software\Classes\.review" ""
  ${If} $0 == "Reviewer.File"
    DeleteRegValue HKCU "Software\Classes\.review" ""
  ${EndIf}
  DeleteRegKey /ifempty HKCU "Software\Classes\.review\OpenWithProgids"
  DeleteRegKey /ifempty HKCU "Software\Classes\.review"
  DeleteRegKey HKCU "${KEY}"
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
SectionEnd
