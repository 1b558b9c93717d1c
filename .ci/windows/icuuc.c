/* Stands in for the icuuc.dll of Windows 10, which Wine lacks and Qt links to. It refuses every
   converter, so that Qt uses its own. It is used for trials and is never given away. */

#define EXPORT __declspec(dllexport)
#define REFUSE if (error) *error = 4

typedef int Error;
typedef void Converter;
typedef unsigned short Char;

EXPORT Converter *ucnv_open(const char *name, Error *error) { REFUSE; return 0; }
EXPORT void ucnv_close(Converter *c) {}
EXPORT void ucnv_reset(Converter *c) {}
EXPORT signed char ucnv_getMaxCharSize(const Converter *c) { return 4; }
EXPORT const char *ucnv_getName(const Converter *c, Error *error) { REFUSE; return 0; }
EXPORT const char *ucnv_getStandardName(const char *name, const char *standard, Error *error) { REFUSE; return 0; }
EXPORT const char *ucnv_getAvailableName(int n) { return 0; }
EXPORT int ucnv_countAvailable(void) { return 0; }
EXPORT int ucnv_toUCountPending(const Converter *c, Error *error) { return 0; }
EXPORT int ucnv_fromUCountPending(const Converter *c, Error *error) { return 0; }
EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) {}
EXPORT void ucnv_getToUCallBack(const Converter *c, void **action, const void **context) {}
EXPORT void ucnv_getFromUCallBack(const Converter *c, void **action, const void **context) {}
EXPORT void ucnv_setToUCallBack(Converter *c, void *action, const void *context, void **old, const void **older, Error *error) {}
EXPORT void ucnv_setFromUCallBack(Converter *c, void *action, const void *context, void **old, const void **older, Error *error) {}
EXPORT void ucnv_cbToUWriteUChars(void *to, const Char *from, int length, int offset, Error *error) {}
EXPORT void ucnv_cbFromUWriteUChars(void *to, const Char **from, const Char *end, int offset, Error *error) {}
EXPORT void ucnv_toUnicode(Converter *c, Char **to, const Char *end, const char **from, const char *last, int *offsets, signed char flush, Error *error) { REFUSE; }
EXPORT void ucnv_fromUnicode(Converter *c, char **to, const char *end, const Char **from, const Char *last, int *offsets, signed char flush, Error *error) { REFUSE; }
