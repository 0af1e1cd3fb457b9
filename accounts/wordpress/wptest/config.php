<?php
define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('PARVIS_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
define('WP_HOME', getenv('PARVIS_SITE'));
define('WP_SITEURL', getenv('PARVIS_SITE'));
// Application passwords over http, which this machine alone hears.
define('WP_ENVIRONMENT_TYPE', 'local');
// Nothing leaves the machine, and nothing is done but what a test asks for.
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_AUTO_UPDATE_CORE', false);
define('DISABLE_WP_CRON', true);
foreach (array('AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT', 'LOGGED_IN_SALT', 'NONCE_SALT') as $name) {
	define($name, 'for tests alone');
}
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {
	define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
