/** How exports of web CRMs look in an access log. Paths are of the products' sources; what a company changed takes `export_paths` of its own. */

/** By CRM: what the method, a blank, and the path with its query match. */
export const exportPaths: Readonly<Record<string, readonly RegExp[]>> = {
  dolibarr: [
    /^(GET|POST) \S*\/exports\/export\.php\?\S*action=builddoc/,
    /^GET \S*\/document\.php\?\S*modulepart=export/,
  ],
  espocrm: [/^POST \S*\/api\/v1\/[A-Z]\w*\/action\/export\b/, /^POST \S*\/api\/v1\/Export\b/],
  suitecrm: [/^(GET|POST) \S*\/index\.php\?\S*entryPoint=export/],
  odoo: [/^POST \S*\/web\/export\/(csv|xlsx)\b/],
  vtiger: [/^(GET|POST) \S*\/index\.php\?(?=\S*module=)\S*action=ExportData/],
  bitrix24: [/^(GET|POST) \S*\/crm\/(contact|company|lead|deal)\/\S*\?\S*type=(csv|excel)/],
}
