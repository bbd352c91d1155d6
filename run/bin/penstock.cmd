@echo off
rem Starts Penstock from the folder it was unpacked to. PENSTOCK_HOME, PENSTOCK_JAVA_OPTS, JAVA_HOME as in bin/penstock.
setlocal
for %%d in ("%~dp0..") do set "dist=%%~fd"
set "java=java"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java"
set "options=-XX:+UseSerialGC"
for /f "tokens=2 delims==" %%v in ('"%java%" -XshowSettings:properties -version 2^>^&1 ^| findstr /c:"java.specification.version"') do set /a major=%%v
if %major% LSS 17 (
    echo penstock: Java %major% is too old: Java 17 or newer is needed 1>&2
    exit /b 69
)
if %major% GEQ 24 set "options=%options% --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
set "tier=-XX:TieredStopAtLevel=1"
if "%1"=="up" set "tier=-XX:CompileThresholdScaling=3"
if "%1"=="agent" set "tier=-XX:CompileThresholdScaling=3"
if "%1"=="server" set "tier=-XX:CompileThresholdScaling=3"
"%java%" %options% %tier% -Xmx256m %PENSTOCK_JAVA_OPTS% -cp "%dist%\lib\*" "-Dpenstock.dist=%dist%" io.penstock.cli.Main %*
exit /b %ERRORLEVEL%
