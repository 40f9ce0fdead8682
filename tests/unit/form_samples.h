/*
 * Types as a site may have them, for tests of forms.
 */
#ifndef CM_TESTS_FORM_SAMPLES_H
#define CM_TESTS_FORM_SAMPLES_H

#include "desk/field.h"

#include <string.h>

/* 2026-11-22 12:00 UTC. */
#define NOW_MS (G_GINT64_CONSTANT(1795348800) * 1000)

typedef struct FieldSample {
	const char *name;
	FieldKind kind;
	gboolean is_required;
	const char *labels;  /* parted by "|": German, Spanish, French, Japanese, Russian */
	const char *choices; /* parted by "|" */
	const char *example;
	const char *help;
} FieldSample;

static const FieldSample incident_fields[] = {
	{"Account or retailer IDs", FIELD_LIST, TRUE,
	 "Konto- oder Händlernummern|IDs de cuenta o minorista|Identifiants de compte ou de "
	 "détaillant|アカウントまたは小売業者ID|Идентификаторы аккаунта или магазина",
	 "", "4711, 4712", ""},
	{"Issue type", FIELD_CHOICE, TRUE,
	 "Art des Problems|Tipo de problema|Type de problème|問題の種類|Тип проблемы",
	 "Integration|ServicePoint|Console|Fulfilment|API|UX|Other", "", ""},
	{"Start (UTC)", FIELD_DATE_TIME, TRUE,
	 "Beginn (UTC)|Inicio (UTC)|Début (UTC)|開始 (UTC)|Начало (UTC)", "", "2026-11-20 10:00",
	 ""},
	{"End (UTC)", FIELD_DATE_TIME, FALSE,
	 "Ende (UTC)|Fin (UTC)|Terminé (UTC)|終了 (UTC)|Конец (UTC)", "Still going on|Not known",
	 "", ""},
	{"Summary", FIELD_TEXT, TRUE, "Zusammenfassung|Resumen|Résumé|概要|Кратко|Subject|Betreff",
	 "", "Orders are not routed to the shop", ""},
	{"Description", FIELD_LONG_TEXT, TRUE,
	 "Beschreibung|Descripción|Description détaillée|説明|Описание", "", "",
	 "what happens, and what should happen instead"},
	{"Order impact severity", FIELD_CHOICE, FALSE,
	 "Schwere der Auswirkung|Gravedad del impacto|Gravité de "
	 "l'impact|注文への影響度|Серьёзность "
	 "влияния",
	 "All orders|Some orders|Single orders|None", "", ""},
	{"Orders impacted", FIELD_NUMBER, FALSE,
	 "Betroffene Bestellungen|Pedidos afectados|Commandes "
	 "concernées|影響を受けた注文数|Затронутые "
	 "заказы",
	 "", "150", ""},
	{"Share with", FIELD_EMAIL, FALSE,
	 "Teilen mit|Compartir con|Partager avec|共有先|Поделиться с", "", "anna@example.org", ""},
	{"Other information", FIELD_LONG_TEXT, FALSE,
	 "Weitere Informationen|Otra información|Autres informations|その他の情報|Другая "
	 "информация",
	 "", "", ""},
};

static inline void
sample_split(GPtrArray *into, const char *texts)
{
	g_auto(GStrv) parts = g_strsplit(texts, "|", -1);
	for (char **part = parts; *part; part++)
		g_ptr_array_add(into, g_strdup(*part));
}

/* (transfer full) */
static inline Field *
sample_field(const FieldSample *sample)
{
	Field *field = field_new(sample->name, sample->kind);
	g_auto(GStrv) choices = g_strsplit(sample->choices, "|", -1);
	field->is_required = sample->is_required;
	sample_split(field->labels, sample->labels);
	for (char **choice = choices; *choice; choice++)
		field_add_choice(field, *choice);
	g_free(field->example);
	field->example = g_strdup(sample->example);
	g_free(field->help);
	field->help = g_strdup(sample->help);
	return field;
}

/* Field*. (transfer full) */
static inline GPtrArray *
sample_fields(void)
{
	GPtrArray *fields = g_ptr_array_new_with_free_func((GDestroyNotify)field_free);
	for (guint i = 0; i < G_N_ELEMENTS(incident_fields); i++)
		g_ptr_array_add(fields, sample_field(&incident_fields[i]));
	return fields;
}

#endif
