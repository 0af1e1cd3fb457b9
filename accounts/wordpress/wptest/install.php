<?php
// Installs the site in the folder given, and prints as JSON what its administrator signs in with.
// Run by hand as: php install.php FOLDER

$site = $argv[1];
$_SERVER['HTTP_HOST'] = parse_url(getenv('PARVIS_SITE'), PHP_URL_HOST) . ':' . parse_url(getenv('PARVIS_SITE'), PHP_URL_PORT);
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$database = new mysqli('localhost', 'root', '', '', 0, getenv('PARVIS_SOCKET'));
$database->query('CREATE DATABASE wordpress CHARACTER SET utf8mb4');
$database->close();

define('WP_INSTALLING', true);
require $site . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
// The mail that tells of the new site goes nowhere.
add_filter('pre_wp_mail', '__return_false');
$made = wp_install('Boulangerie Martin', 'patron', 'patron@example.test', true, '', 'mot-de-passe-du-patron');
update_option('permalink_structure', '/%postname%/');
update_option('timezone_string', 'Europe/Paris');
list($password) = WP_Application_Passwords::create_new_application_password($made['user_id'], array('name' => 'parvis'));
echo json_encode(array('login' => 'patron', 'password' => $password)), "\n";
